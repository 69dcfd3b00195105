/** A small application with a second-level cache. */
@NullMarked
package io.flagstone.samples.persistence;

import org.jspecify.annotations.NullMarked;
