/** What tests share: a client that sees bytes, a stock memcached, a clock that is moved by hand. */
@NullMarked
package io.flagstone.server.support;

import org.jspecify.annotations.NullMarked;
