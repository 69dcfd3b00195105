/** Several JVMs on one database and one cache, with faults, checked and reported. */
@NullMarked
package io.flagstone.bench.hibernate.experiment;

import org.jspecify.annotations.NullMarked;
