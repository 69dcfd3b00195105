/** Who owns a key, and what is done about a node that is down, slow or back again. */
@NullMarked
package io.flagstone.provider.internal.cluster;

import org.jspecify.annotations.NullMarked;
