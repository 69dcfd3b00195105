/** Others' clients and tools, run against the node and against memcached. */
@NullMarked
package io.flagstone.interop;

import org.jspecify.annotations.NullMarked;
