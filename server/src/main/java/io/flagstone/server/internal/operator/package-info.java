/** Commands for the people who run a node: slabs, LRU, watching, stopping. */
@NullMarked
package io.flagstone.server.internal.operator;

import org.jspecify.annotations.NullMarked;
