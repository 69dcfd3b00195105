/** The rows of the experiment: their entities, how many there are, what they are at first and what they are at the end. */
@NullMarked
package io.flagstone.bench.hibernate.data;

import org.jspecify.annotations.NullMarked;
