/** What a cache counts, and its faces in JMX. */
@NullMarked
package io.flagstone.provider.internal.stats;

import org.jspecify.annotations.NullMarked;
