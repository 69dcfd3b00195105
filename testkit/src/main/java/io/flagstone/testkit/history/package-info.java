/** Histories: what clients asked of a cache, when, and what they were told. */
@NullMarked
package io.flagstone.testkit.history;

import org.jspecify.annotations.NullMarked;
