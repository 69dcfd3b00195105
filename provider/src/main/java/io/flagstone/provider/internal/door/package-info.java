/** How a connection gets in: TLS, and the login behind it. */
@NullMarked
package io.flagstone.provider.internal.door;

import org.jspecify.annotations.NullMarked;
