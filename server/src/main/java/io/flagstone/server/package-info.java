/** A cache node: starts, says its port, stops. */
@NullMarked
package io.flagstone.server;

import org.jspecify.annotations.NullMarked;
