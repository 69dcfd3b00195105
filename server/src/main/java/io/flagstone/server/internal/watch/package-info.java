/** What watchers are told: log lines, written once and handed to everybody who asked for their kind. */
@NullMarked
package io.flagstone.server.internal.watch;

import org.jspecify.annotations.NullMarked;
