/** What stands under a key of a region, and the moves between: values, leases, locks, tombstones, marks of tables. */
@NullMarked
package io.flagstone.hibernate.internal.record;

import org.jspecify.annotations.NullMarked;
