/** Files stored on a node. */
@NullMarked
package io.flagstone.server.tool.load;

import org.jspecify.annotations.NullMarked;
