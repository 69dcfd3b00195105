/** What a node may be told: options, their names, their ranges, and the errors that name both. */
@NullMarked
package io.flagstone.server.config;

import org.jspecify.annotations.NullMarked;
