package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;

/**
 * Where a slot's entries may be taken over from.
 *
 * @param node the former owner
 * @param from the list that gave it the slot
 * @param to the list that took it away
 */
public record Origin(NodeAddress node, View from, View to) {}
