/** What JCache promises, over entries: closed or not, expiry, statistics, loaders, writers, listeners. */
@NullMarked
package io.flagstone.provider.internal.cache;

import org.jspecify.annotations.NullMarked;
