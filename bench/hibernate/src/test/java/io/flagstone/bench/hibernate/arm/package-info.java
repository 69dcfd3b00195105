@NullMarked
package io.flagstone.bench.hibernate.arm;

import org.jspecify.annotations.NullMarked;
