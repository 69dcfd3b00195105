/** What a client makes known of its nodes and caches while it runs, and to whom. */
@NullMarked
package io.flagstone.provider.internal.observe;

import org.jspecify.annotations.NullMarked;
