/** The sample does what its page says. */
@NullMarked
package io.flagstone.samples.persistence;

import org.jspecify.annotations.NullMarked;
