/**
 * A proxy that does to TCP connections what networks do: late, slow, one-way, broken, or not at all.
 *
 * <pre>
 *   try (FaultProxy proxy = FaultProxy.to(node.address(), seed)) {
 *       client.connect(proxy.address());
 *       proxy.hold(Direction.TO_CLIENT);   // replies wait; requests take effect
 *       ...
 *       proxy.heal();                      // now they arrive
 *   }
 * </pre>
 *
 * What the system can do itself (kill, stop, another program on the port, a link that goes down) is in
 * {@link io.flagstone.testkit.process}.
 */
@NullMarked
package io.flagstone.testkit.fault;

import org.jspecify.annotations.NullMarked;
