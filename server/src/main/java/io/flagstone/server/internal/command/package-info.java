/** Where protocol meets store: each verb becomes store calls and a reply. */
@NullMarked
package io.flagstone.server.internal.command;

import org.jspecify.annotations.NullMarked;
