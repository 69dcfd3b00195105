/** Checks histories: could a cache that loses entries, but never lies about them, have answered like this? */
@NullMarked
package io.flagstone.testkit.check;

import org.jspecify.annotations.NullMarked;
