/** Servers and Java programs as child processes that can be killed, stopped, resumed and restarted. */
@NullMarked
package io.flagstone.testkit.process;

import org.jspecify.annotations.NullMarked;
