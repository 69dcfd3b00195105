/** Entries for adapters other than JCache: named spaces of bytes, read with a token and changed by it. */
@NullMarked
package io.flagstone.provider.entry;

import org.jspecify.annotations.NullMarked;
