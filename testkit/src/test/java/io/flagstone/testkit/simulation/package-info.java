/** What models of protocols share: one thread with its own time and chance, nodes, connections that break, and clients. */
@NullMarked
package io.flagstone.testkit.simulation;

import org.jspecify.annotations.NullMarked;
