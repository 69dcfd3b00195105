@NullMarked
package io.flagstone.bench.hibernate.check;

import org.jspecify.annotations.NullMarked;
