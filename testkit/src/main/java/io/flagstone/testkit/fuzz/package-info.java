/** Parsers that are given anything at all: by Jazzer for a while, and by the usual tests from a kept corpus. */
@NullMarked
package io.flagstone.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
