/** One entry of a cache: its bytes on the wire, its envelope, its token, and the moves that are atomic. */
@NullMarked
package io.flagstone.provider.internal.entry;

import org.jspecify.annotations.NullMarked;
