/** What can go wrong, as exceptions that name the node, the verb and the elapsed time, never a key or a value. */
@NullMarked
package io.flagstone.provider.failure;

import org.jspecify.annotations.NullMarked;
