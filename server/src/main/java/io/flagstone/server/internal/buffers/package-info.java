/** Memory that bytes come and go in, taken once and used again. */
@NullMarked
package io.flagstone.server.internal.buffers;

import org.jspecify.annotations.NullMarked;
