/** What can be done to items and to the node, whatever the protocol asks for it; and how a protocol is driven. */
@NullMarked
package io.flagstone.server.internal.operation;

import org.jspecify.annotations.NullMarked;
