/** Where lists of nodes come from while clients run; applications may bring their own sources. */
@NullMarked
package io.flagstone.provider.discovery;

import org.jspecify.annotations.NullMarked;
