/** Sockets and event loops: bytes in, one flush per batch, back-pressure both ways. */
@NullMarked
package io.flagstone.server.internal.net;

import org.jspecify.annotations.NullMarked;
