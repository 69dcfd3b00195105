/**
 * A model of clients behind an endpoint that never fails over (decision 311): one key, and the generation of its cache on another
 * node; nothing is in order between the two.
 */
@NullMarked
package io.flagstone.testkit.endpoint;

import org.jspecify.annotations.NullMarked;
