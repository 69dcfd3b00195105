/** Adds up the reports of a whole test run to one verdict. */
@NullMarked
package io.flagstone.testkit.report;

import org.jspecify.annotations.NullMarked;
