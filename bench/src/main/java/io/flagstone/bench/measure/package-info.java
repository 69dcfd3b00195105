/** What both load programs share: latencies, CPU time, medians, the order of runs, and how results are printed. */
@NullMarked
package io.flagstone.bench.measure;

import org.jspecify.annotations.NullMarked;
