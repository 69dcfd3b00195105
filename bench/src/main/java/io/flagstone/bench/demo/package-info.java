/** The demonstration: three nodes, a ring, a cache, a crash, a recovery, each promise checked as it is shown. */
@NullMarked
package io.flagstone.bench.demo;

import org.jspecify.annotations.NullMarked;
