/** The storage SPI: what an engine and a key hash must promise to be plugged into a node. */
@NullMarked
package io.flagstone.server.store;

import org.jspecify.annotations.NullMarked;
