/** Encrypts items, so that whoever can read or write a node learns nothing from them and can put nothing in their place. */
@NullMarked
package io.flagstone.provider.internal.seal;

import org.jspecify.annotations.NullMarked;
