/** How evenly keys are placed, how many move when nodes come and go, and what finding a node costs. */
@NullMarked
package io.flagstone.bench.placement;

import org.jspecify.annotations.NullMarked;
