/** The sources of lists of nodes that come with the provider, and the way to those that do not. */
@NullMarked
package io.flagstone.provider.internal.discovery;

import org.jspecify.annotations.NullMarked;
