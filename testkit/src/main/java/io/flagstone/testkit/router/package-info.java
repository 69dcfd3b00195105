/** One address in front of several memcached nodes. */
@NullMarked
package io.flagstone.testkit.router;

import org.jspecify.annotations.NullMarked;
