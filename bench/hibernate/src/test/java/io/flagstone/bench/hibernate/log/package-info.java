@NullMarked
package io.flagstone.bench.hibernate.log;

import org.jspecify.annotations.NullMarked;
