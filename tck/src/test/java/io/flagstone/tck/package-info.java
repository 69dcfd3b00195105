/** The JSR-107 TCK against every engine. */
@NullMarked
package io.flagstone.tck;

import org.jspecify.annotations.NullMarked;
