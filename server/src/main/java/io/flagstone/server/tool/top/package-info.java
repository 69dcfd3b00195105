/** Several nodes watched at once. */
@NullMarked
package io.flagstone.server.tool.top;

import org.jspecify.annotations.NullMarked;
