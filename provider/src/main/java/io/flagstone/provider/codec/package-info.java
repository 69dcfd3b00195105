/** How keys and values become bytes and objects again; {@link ValueCodec} is open to other formats. */
@NullMarked
package io.flagstone.provider.codec;

import org.jspecify.annotations.NullMarked;
