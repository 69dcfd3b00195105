/** What a node notes about itself for those who look after it: times of batches, hot keys, what happened. */
@NullMarked
package io.flagstone.server.internal.observe;

import org.jspecify.annotations.NullMarked;
