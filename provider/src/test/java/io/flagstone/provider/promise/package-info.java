/** What the provider promises, tried on real nodes: in this JVM, in processes of their own, and on stock memcached. */
@NullMarked
package io.flagstone.provider.promise;

import org.jspecify.annotations.NullMarked;
