/** Where the entries live: configured nodes, or a node inside this JVM. */
@NullMarked
package io.flagstone.provider.internal.embedded;

import org.jspecify.annotations.NullMarked;
