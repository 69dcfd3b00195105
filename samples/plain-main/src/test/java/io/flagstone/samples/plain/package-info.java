/** The sample does what its page says. */
@NullMarked
package io.flagstone.samples.plain;

import org.jspecify.annotations.NullMarked;
