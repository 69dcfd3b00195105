/**
 * Lists of nodes that change while clients run: what nodes say of the list, what a client knows of it, and its part in
 * changing it (decision 301). Rules only; connections belong to others.
 */
@NullMarked
package io.flagstone.provider.internal.nodelist;

import org.jspecify.annotations.NullMarked;
