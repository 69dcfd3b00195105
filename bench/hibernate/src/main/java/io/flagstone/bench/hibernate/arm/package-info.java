/** The second-level caches that are put beside one another, with their servers, and the database under them. */
@NullMarked
package io.flagstone.bench.hibernate.arm;

import org.jspecify.annotations.NullMarked;
