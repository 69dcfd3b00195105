/** What operators call beside a node: commands over the network, which know nothing of the node's inside. */
@NullMarked
package io.flagstone.server.tool;

import org.jspecify.annotations.NullMarked;
