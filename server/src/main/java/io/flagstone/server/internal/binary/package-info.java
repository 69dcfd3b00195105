/** memcached's binary protocol: frames become operations, and what these say becomes frames. */
@NullMarked
package io.flagstone.server.internal.binary;

import org.jspecify.annotations.NullMarked;
