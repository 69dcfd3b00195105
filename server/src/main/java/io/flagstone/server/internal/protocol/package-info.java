/** The text protocol's bytes: tokens, numbers, flags, limits and replies, without any storage. */
@NullMarked
package io.flagstone.server.internal.protocol;

import org.jspecify.annotations.NullMarked;
