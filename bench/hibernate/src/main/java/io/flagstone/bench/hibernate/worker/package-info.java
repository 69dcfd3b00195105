/** One application among several: a JVM that reads and changes rows through Hibernate and writes down what it saw. */
@NullMarked
package io.flagstone.bench.hibernate.worker;

import org.jspecify.annotations.NullMarked;
