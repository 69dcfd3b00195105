/** The sample does what its page says. */
@NullMarked
package io.flagstone.samples.boot;

import org.jspecify.annotations.NullMarked;
