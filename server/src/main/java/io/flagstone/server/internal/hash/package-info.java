/** The key hashes that come with the node. */
@NullMarked
package io.flagstone.server.internal.hash;

import org.jspecify.annotations.NullMarked;
