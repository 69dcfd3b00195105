/** The sample does what its page says. */
@NullMarked
package io.flagstone.samples.cacheable;

import org.jspecify.annotations.NullMarked;
