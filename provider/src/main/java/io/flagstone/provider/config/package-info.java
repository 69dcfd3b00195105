/** Immutable settings of managers and caches, and the reading of them from URI, properties, system and environment. */
@NullMarked
package io.flagstone.provider.config;

import org.jspecify.annotations.NullMarked;
