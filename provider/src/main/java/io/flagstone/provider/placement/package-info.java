/** Where keys go: the hash of a key, the node that a hash belongs to, and what can be brought in place of ours. */
@NullMarked
package io.flagstone.provider.placement;

import org.jspecify.annotations.NullMarked;
