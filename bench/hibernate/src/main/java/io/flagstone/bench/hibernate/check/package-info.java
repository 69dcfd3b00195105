/** Whether a history of several JVMs keeps what a second-level cache must keep: a pure function. */
@NullMarked
package io.flagstone.bench.hibernate.check;

import org.jspecify.annotations.NullMarked;
