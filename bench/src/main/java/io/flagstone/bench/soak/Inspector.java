package io.flagstone.bench.soak;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into a JVM: what is left on its heap after a collection, and what it has outside. */
final class Inspector implements AutoCloseable {
    /** An hour's silence closes no connection, and nobody asks beside us whether it is still there. */
    private static final Map<String, ?> ONE_CONNECTION = Map.of("jmx.remote.x.client.connection.check.period", 0L);

    static {
        System.setProperty("sun.rmi.transport.connectionTimeout", "3600000");
    }

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final List<MemoryPoolMXBean> pools;
    private final BufferPoolMXBean direct;

    /** Looks into another JVM on this machine; the connection stays, so that what it takes is there from the beginning. */
    @SuppressWarnings("BanJNDI") // the other side is a process that this program has started
    Inspector(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach("" + pid);
            String address = machine.startLocalManagementAgent();
            machine.detach();
            connector = JMXConnectorFactory.connect(new JMXServiceURL(address), ONE_CONNECTION);
            MBeanServerConnection server = connector.getMBeanServerConnection();
            memory = ManagementFactory.newPlatformMXBeanProxy(
                    server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
            pools = ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class);
            direct = ManagementFactory.newPlatformMXBeanProxy(
                    server, "java.nio:type=BufferPool,name=direct", BufferPoolMXBean.class);
        } catch (IOException e) {
            throw new UncheckedIOException("JVM " + pid, e);
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("JVM " + pid, e);
        }
    }

    /** Bytes on the heap that a collection has left. */
    long heapAfterCollection() {
        memory.gc();
        return Observed.leftOver(pools);
    }

    /** Bytes of direct buffers. */
    long direct() {
        return direct.getMemoryUsed();
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // the other side is gone, which may be why
        }
    }
}
