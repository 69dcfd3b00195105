/** The sample does what its page says. */
@NullMarked
package io.flagstone.samples.boot.actuator;

import org.jspecify.annotations.NullMarked;
