/** The slab engine as the storage SPI sees it: cursors, drafts, walks and statistics. */
@NullMarked
package io.flagstone.server.internal.store;

import org.jspecify.annotations.NullMarked;
