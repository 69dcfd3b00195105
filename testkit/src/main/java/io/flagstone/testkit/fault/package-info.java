/** A proxy that does to TCP connections what networks do: late, slow, one-way, broken, or not at all. */
@NullMarked
package io.flagstone.testkit.fault;

import org.jspecify.annotations.NullMarked;
