/** The client's half of memcached's meta text protocol: requests to bytes, bytes to replies. */
@NullMarked
package io.flagstone.provider.internal.wire;

import org.jspecify.annotations.NullMarked;
