/** What a node says about itself: statistics by memcached's names and in its order. */
@NullMarked
package io.flagstone.server.internal.report;

import org.jspecify.annotations.NullMarked;
