/** Hibernate's second-level cache on memcached nodes: regions, access classes, and the records that they agree by. */
@NullMarked
package io.flagstone.hibernate;

import org.jspecify.annotations.NullMarked;
