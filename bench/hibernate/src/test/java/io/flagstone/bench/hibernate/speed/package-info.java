/** The load program for second-level caches, tried briefly. */
@NullMarked
package io.flagstone.bench.hibernate.speed;

import org.jspecify.annotations.NullMarked;
