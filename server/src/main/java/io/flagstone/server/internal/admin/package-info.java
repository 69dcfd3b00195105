/** The admin port: metrics, health and the console, over HTTP, on threads of its own. */
@NullMarked
package io.flagstone.server.internal.admin;

import org.jspecify.annotations.NullMarked;
