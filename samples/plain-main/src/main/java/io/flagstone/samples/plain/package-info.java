/** A small program with JCache. */
@NullMarked
package io.flagstone.samples.plain;

import org.jspecify.annotations.NullMarked;
