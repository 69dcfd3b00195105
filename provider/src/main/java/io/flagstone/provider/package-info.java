/** What JCache looks up: the caching provider and its managers. */
@NullMarked
package io.flagstone.provider;

import org.jspecify.annotations.NullMarked;
