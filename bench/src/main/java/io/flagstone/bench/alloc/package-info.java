/** What the node's event loop allocates for a request. */
@NullMarked
package io.flagstone.bench.alloc;

import org.jspecify.annotations.NullMarked;
