/** One pipelined connection to one node: its states, its calls and their deadlines. */
@NullMarked
package io.flagstone.provider.internal.link;

import org.jspecify.annotations.NullMarked;
