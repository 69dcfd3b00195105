/** Tests of hibernate-jcache on this provider. */
@NullMarked
package io.flagstone.hibernate.jcache;

import org.jspecify.annotations.NullMarked;
