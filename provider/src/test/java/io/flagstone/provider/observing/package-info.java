/** What others see of a client: beans, meters, spans. */
@NullMarked
package io.flagstone.provider.observing;

import org.jspecify.annotations.NullMarked;
