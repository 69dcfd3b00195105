/** How fast second-level caches are, side by side, and how often they go to their servers. */
@NullMarked
package io.flagstone.bench.hibernate.speed;

import org.jspecify.annotations.NullMarked;
