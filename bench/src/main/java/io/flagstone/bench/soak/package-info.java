/** Hours under load while nodes are killed: does anything grow, does anything get slower. */
@NullMarked
package io.flagstone.bench.soak;

import org.jspecify.annotations.NullMarked;
