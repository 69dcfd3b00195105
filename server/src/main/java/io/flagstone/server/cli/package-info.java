/** The command line: memcached's letters, a configuration file, one line when ready. */
@NullMarked
package io.flagstone.server.cli;

import org.jspecify.annotations.NullMarked;
