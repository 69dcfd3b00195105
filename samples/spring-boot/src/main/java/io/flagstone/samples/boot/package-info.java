/** A small application on Spring Boot with a second-level cache. */
@NullMarked
package io.flagstone.samples.boot;

import org.jspecify.annotations.NullMarked;
