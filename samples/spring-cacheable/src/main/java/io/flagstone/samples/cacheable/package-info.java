/** A small application on Spring Boot with Spring's cache annotations. */
@NullMarked
package io.flagstone.samples.cacheable;

import org.jspecify.annotations.NullMarked;
