/** What a node must stand: clients that do not read, and clients that come and go by thousands. */
@NullMarked
package io.flagstone.bench.abuse;

import org.jspecify.annotations.NullMarked;
