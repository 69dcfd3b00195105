/** Whether a node is the one that it is taken for, and whether its silence is its own fault. */
@NullMarked
package io.flagstone.provider.internal.trust;

import org.jspecify.annotations.NullMarked;
