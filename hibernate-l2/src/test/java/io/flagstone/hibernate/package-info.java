/** Tests of the second-level cache against a database and nodes. */
@NullMarked
package io.flagstone.hibernate;

import org.jspecify.annotations.NullMarked;
