/** Hibernate's regions and access classes over the records, and what a session keeps between its calls. */
@NullMarked
package io.flagstone.hibernate.internal.region;

import org.jspecify.annotations.NullMarked;
