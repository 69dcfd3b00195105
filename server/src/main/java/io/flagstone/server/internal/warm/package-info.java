/** Warm restart: items wait in a file for the node's next start. */
@NullMarked
package io.flagstone.server.internal.warm;

import org.jspecify.annotations.NullMarked;
