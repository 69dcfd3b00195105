/** Clients in several JVMs, what they are told while nodes and networks fail, and whether that can be explained. */
@NullMarked
package io.flagstone.provider.faults;

import org.jspecify.annotations.NullMarked;
