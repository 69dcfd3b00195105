/** Who may connect and what they may do: passwords, principals, rights. */
@NullMarked
package io.flagstone.server.internal.access;

import org.jspecify.annotations.NullMarked;
