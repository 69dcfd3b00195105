/** The way into a node, for whoever asks one something: TCP, TLS, a login. It knows neither the node nor the tools. */
@NullMarked
package io.flagstone.server.internal.door;

import org.jspecify.annotations.NullMarked;
