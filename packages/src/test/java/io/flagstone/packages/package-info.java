/** The packages hold what they should, and the node in them runs. */
@NullMarked
package io.flagstone.packages;

import org.jspecify.annotations.NullMarked;
