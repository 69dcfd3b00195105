/** Time and chance as parameters, so that failures replay. */
@NullMarked
package io.flagstone.provider.internal.clock;

import org.jspecify.annotations.NullMarked;
