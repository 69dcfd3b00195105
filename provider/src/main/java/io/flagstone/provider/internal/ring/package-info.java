/** Which node owns which key: an immutable table of slots. */
@NullMarked
package io.flagstone.provider.internal.ring;

import org.jspecify.annotations.NullMarked;
