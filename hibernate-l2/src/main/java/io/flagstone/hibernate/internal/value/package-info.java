/** Disassembled state, cached results and keys as bytes. */
@NullMarked
package io.flagstone.hibernate.internal.value;

import org.jspecify.annotations.NullMarked;
