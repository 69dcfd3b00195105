package io.flagstone.provider.internal.nodelist;

/**
 * What an item says in the place of a document, on a node that has never served the list that is to follow: it may then take entries
 * over. A node that has lost its document says nothing of the kind.
 *
 * @param from the list in force
 * @param to the list that is to follow, which the node is in
 */
public record Prepared(View from, View to) {}
