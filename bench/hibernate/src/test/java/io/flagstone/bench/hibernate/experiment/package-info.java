@NullMarked
package io.flagstone.bench.hibernate.experiment;

import org.jspecify.annotations.NullMarked;
