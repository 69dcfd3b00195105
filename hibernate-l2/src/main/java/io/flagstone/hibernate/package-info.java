/** Hibernate's second-level cache on memcached nodes: the region factory and how Hibernate finds it. */
@NullMarked
package io.flagstone.hibernate;

import org.jspecify.annotations.NullMarked;
