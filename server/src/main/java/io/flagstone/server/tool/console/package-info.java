/** What commands print and how: lines, tables, numbers, statuses to end with. */
@NullMarked
package io.flagstone.server.tool.console;

import org.jspecify.annotations.NullMarked;
