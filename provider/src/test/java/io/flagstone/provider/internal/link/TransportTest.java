package io.flagstone.provider.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.SecurityOptions;
import io.flagstone.provider.internal.door.Door;
import io.flagstone.provider.testing.FakeNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads and sockets: what is opened is told once, and what is closed stays quiet. */
@Timeout(20)
class TransportTest {

    private final BlockingQueue<Object> told = new ArrayBlockingQueue<>(10);
    private volatile Thread loop = Thread.currentThread();

    private final Connection.Events events = new Connection.Events() {
        @Override
        public void opened(Connection connection) {
            loop = Thread.currentThread();
            told.add(connection);
        }

        @Override
        public void heard(Connection connection) {}

        @Override
        public void closed(Connection connection, Throwable cause) {
            told.add("closed");
        }
    };

    private static InetSocketAddress at(FakeNode node) {
        return new InetSocketAddress(node.address().host(), node.address().port());
    }

    @Test
    void aConnectionOfAnEndedTransportFailsItsCallsAndThrowsNothing() throws Exception {
        try (FakeNode node = new FakeNode()) {
            Transport transport = new Transport(1);
            transport.connect(at(node), Duration.ofSeconds(5), events, told::add);
            Connection connection = (Connection) told.poll(5, TimeUnit.SECONDS);
            transport.close();
            loop.join(5_000);
            assertThat(loop.isAlive()).isFalse();
            Call call = new Call(Wire.get("a"), null, Call.ANY_INCARNATION, new Waiter(1));
            connection.submit(call);
            assertThat(call.state()).isEqualTo(Call.State.UNSENT);
            assertThatCode(() -> connection.close(new IOException("too late"))).doesNotThrowAnyException();
        }
    }

    @Test
    void anAttemptThatFailsIsToldOnce() throws Exception {
        FakeNode node = new FakeNode();
        node.close();
        try (Transport transport = new Transport(1)) {
            transport.connect(at(node), Duration.ofSeconds(5), events, told::add);
            assertThat(told.poll(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            transport.execute(() -> told.add("helped"));
            transport.schedule(() -> told.add("timed"), TimeUnit.MILLISECONDS.toNanos(20));
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("helped");
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("timed");
            assertThat(told).isEmpty();
        }
    }

    /** Linux takes the address of all interfaces for this machine's, which the client does not know. */
    private static InetSocketAddress elsewhere(FakeNode node) {
        return new InetSocketAddress("0.0.0.0", node.address().port());
    }

    private List<String> warnings(InetSocketAddress address, Door door) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Transport.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                heard.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        // Other tests of this JVM silence the loggers above.
        logger.setLevel(Level.WARNING);
        logger.addHandler(handler);
        try (Transport transport = new Transport(1, door)) {
            for (int i = 0; i < 3; i++) {
                transport.connect(address, Duration.ofSeconds(5), events, told::add);
                assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
        return heard;
    }

    @Test
    void thatAnotherMachineIsSpokenToInTheClearAndAsNobodyIsSaidOnce() throws Exception {
        SecurityOptions login = new SecurityOptions(
                Optional.empty(), Optional.of(new SecurityOptions.Login("app", "word", Optional.empty())));
        try (FakeNode node = new FakeNode()) {
            assertThat(warnings(elsewhere(node), Door.OPEN))
                    .singleElement()
                    .asString()
                    .contains("WARNING", "0.0.0.0", "neither TLS nor a login", "flagstone.tls=on");
            assertThat(warnings(at(node), Door.OPEN)).isEmpty();
            assertThat(warnings(elsewhere(node), Door.of(login))).isEmpty();
        }
    }

    @Test
    void everyConnectionHasAnIncarnationOfItsOwn() throws Exception {
        try (FakeNode node = new FakeNode();
                Transport transport = new Transport(1)) {
            transport.connect(at(node), Duration.ofSeconds(5), events, told::add);
            transport.connect(at(node), Duration.ofSeconds(5), events, told::add);
            Connection one = (Connection) told.poll(5, TimeUnit.SECONDS);
            Connection two = (Connection) told.poll(5, TimeUnit.SECONDS);
            assertThat(one.incarnation()).isNotEqualTo(two.incarnation()).isNotEqualTo(Call.ANY_INCARNATION);
            await().until(() -> node.connected() == 2);
            node.breakConnections();
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }
}
