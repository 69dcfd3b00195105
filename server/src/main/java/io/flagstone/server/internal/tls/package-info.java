/** TLS on the node's connections: its files, its handshakes, its limits. */
@NullMarked
package io.flagstone.server.internal.tls;

import org.jspecify.annotations.NullMarked;
