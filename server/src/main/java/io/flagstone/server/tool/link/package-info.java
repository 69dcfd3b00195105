/** Ways to a node for tools: addresses, TLS, logins, requests that are answered in lines. */
@NullMarked
package io.flagstone.server.tool.link;

import org.jspecify.annotations.NullMarked;
