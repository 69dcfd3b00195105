/** What the JVMs of the experiment did and saw, as lines of text and as a history. */
@NullMarked
package io.flagstone.bench.hibernate.log;

import org.jspecify.annotations.NullMarked;
