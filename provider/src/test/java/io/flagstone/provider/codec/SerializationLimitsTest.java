package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.HERE;
import static io.flagstone.provider.codec.CodecFixture.JAVA;
import static io.flagstone.provider.codec.CodecFixture.memoryOf;
import static io.flagstone.provider.codec.CodecFixture.payload;
import static io.flagstone.provider.codec.CodecFixture.serialized;
import static io.flagstone.provider.codec.CodecFixture.standard;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Java serialization creates what is listed, within limits, and refuses everything else in both directions. */
class SerializationLimitsTest {

    private static final String ALLOW = "flagstone.serialization.allow";

    /** Whether a {@link Gadget} has done its deed. */
    private static volatile boolean triggered;

    private final Values strict = standard();
    private final Values lenient = standard(HERE);

    /** Stands in for a class whose mere initialization does harm. */
    static final class Gadget implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static {
            triggered = true;
        }
    }

    /** Has the shape of {@link Gadget}, and a name of the same length. */
    static final class Widget implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** A class that cannot be initialized. */
    static final class Broken implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static final Object NEVER = fail();

        private static Object fail() {
            throw new IllegalStateException("no");
        }
    }

    /** A list that the serialization has to descend into. */
    static final class Node implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Nullable
        final Node next;

        Node(@Nullable Node next) {
            this.next = next;
        }
    }

    interface Task extends Runnable, Serializable {}

    private static byte[] renamed(byte[] stream, String from, String to) {
        String text = new String(stream, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        assertThat(from).hasSameSizeAs(to);
        return text.replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static Node nodes(int count) {
        Node first = new Node(null);
        for (int i = 1; i < count; i++) {
            first = new Node(first);
        }
        return first;
    }

    @Test
    void aClassThatIsNotListedIsRefusedOnItsWayOutWithTheSettingThatListsIt() {
        List<Object> refused = List.of(
                new Widget(),
                new Widget[] {new Widget()},
                new Widget[0][0],
                List.of(new Widget()),
                Map.of("k", new ArrayList<>(List.of(new Widget()))),
                new Object[] {"x", new Widget()});
        for (Object value : refused) {
            assertThatThrownBy(() -> strict.encode(value))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessageContaining(Widget.class.getName())
                    .hasMessageContaining(ALLOW + "=io.flagstone.provider.codec.*");
            assertThat(lenient.decode(lenient.encode(value))).isNotNull();
        }
    }

    @Test
    void aClassThatIsNotListedIsRefusedOnItsWayInWhereverItHides() {
        for (Object value : List.of(
                new Widget(),
                new Widget[] {new Widget()},
                new Widget[0],
                new Widget[0][0],
                new ArrayList<>(List.of(new Widget())),
                new HashMap<>(Map.of("k", new Widget())),
                new Object[] {"x", new Widget()},
                Widget.class)) {
            assertThatThrownBy(() -> strict.decode(payload(JAVA, serialized(value))))
                    .isInstanceOf(NotDecodable.class)
                    .hasMessageContaining(Widget.class.getName())
                    .hasMessageContaining(ALLOW);
        }
    }

    @Test
    void aClassThatIsNotListedIsNeverInitialized() {
        byte[] stream =
                renamed(serialized(new Widget()), "SerializationLimitsTest$Widget", "SerializationLimitsTest$Gadget");
        byte[] inList =
                renamed(serialized(new ArrayList<>(List.of(new Widget()))), "LimitsTest$Widget", "LimitsTest$Gadget");
        byte[] array = renamed(serialized(new Widget[2]), "LimitsTest$Widget", "LimitsTest$Gadget");
        for (byte[] bytes : List.of(stream, inList, array)) {
            assertThatThrownBy(() -> strict.decode(payload(JAVA, bytes))).isInstanceOf(NotDecodable.class);
        }
        assertThat(triggered).as("before anybody was allowed to").isFalse();
        assertThat(lenient.decode(payload(JAVA, stream))).isNotNull();
        assertThat(triggered).as("the trap works").isTrue();
    }

    @Test
    void proxiesAndLambdasAreRefusedInBothDirections() {
        Object proxy = Proxy.newProxyInstance(
                SerializationLimitsTest.class.getClassLoader(), new Class<?>[] {Comparable.class}, new Handler());
        Task lambda = () -> {};
        for (Object value : List.of(proxy, lambda, List.of(proxy), List.of(lambda))) {
            assertThatThrownBy(() -> lenient.encode(value)).isInstanceOf(NotEncodable.class);
            assertThatThrownBy(() -> lenient.decode(payload(JAVA, serialized(value))))
                    .isInstanceOf(NotDecodable.class);
        }
    }

    /** Listed here, so that only the proxy itself can be what is refused. */
    static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return method.getName().equals("hashCode") ? 1 : "proxy";
        }
    }

    @Test
    void patternsMeanAClassAPackageOrATree() {
        ClassAllowList list = new ClassAllowList(List.of("a.One", "b.*", "c.**"), List.of());
        assertThat(List.of("a.One", "b.X", "b.X$Y", "c.X", "c.d.X", "c.d.e.X$Y"))
                .allMatch(list::allows);
        assertThat(List.of("a.OneMore", "a.One$Part", "a.Two", "b.c.X", "bb.X", "cc.X", "c", "b", ""))
                .noneMatch(list::allows);
        assertThat(list.allows(int[][].class)).isTrue();
        assertThat(list.allows(Widget[].class)).isFalse();
    }

    @Test
    void whatCannotBeInitializedIsDamage() {
        byte[] stream = renamed(serialized(new Widget()), "LimitsTest$Widget", "LimitsTest$Broken");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> lenient.decode(payload(JAVA, stream))).isInstanceOf(NotDecodable.class);
        }
    }

    @Test
    void whatIsWrittenCanBeReadHoweverDeepItIs() {
        int written = 0;
        for (int depth : new int[] {1, 50, 200, 250, 254, 255, 256, 257, 258, 300, 1_000, 10_000, 200_000}) {
            Node value = nodes(depth);
            Payload payload;
            try {
                payload = lenient.encode(value);
            } catch (NotEncodable e) {
                assertThat(depth).as("refused for its depth").isGreaterThan(200);
                continue;
            }
            assertThat(lenient.decode(payload)).as("depth %d", depth).isInstanceOf(Node.class);
            written++;
        }
        assertThat(written).isBetween(3, 11);
    }

    @Test
    void depthsOfListsAndArraysAreLimitedAlike() {
        for (int depth : new int[] {100, 127, 128, 129, 200, 254, 255, 256, 257, 258, 300}) {
            Object list = "x";
            Object array = "x";
            for (int i = 0; i < depth; i++) {
                list = new ArrayList<>(List.of(list));
                array = new Object[] {array};
            }
            for (Object value : List.of(list, array)) {
                Payload payload = null;
                try {
                    payload = lenient.encode(value);
                } catch (NotEncodable e) {
                    assertThat(depth).isGreaterThan(200);
                }
                assertThat(payload == null || lenient.decode(payload) != null).isTrue();
            }
        }
    }

    @Test
    void manyShallowObjectsAreWritten() {
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            wide.add(new Samples.Point(i, null).toString());
            wide.add(nodes(1 + i % 5));
        }
        assertThat((List<?>) lenient.decode(lenient.encode(wide))).hasSize(40_000);
    }

    @Test
    void aStreamThatClaimsMoreThanItHoldsTakesNoMemory() {
        int claim = 60_000_000;
        for (Object value :
                List.of(new long[] {0x7EADBEEF}, new Object[] {"x"}, new ArrayList<>(List.of("x")), new Widget[3][1])) {
            byte[] stream = serialized(value);
            for (int at = 0; at + 4 <= stream.length; at++) {
                byte[] lying = stream.clone();
                java.nio.ByteBuffer.wrap(lying).putInt(at, claim);
                assertThat(memoryOf(lenient, payload(JAVA, lying))).isLessThan(1 << 20);
            }
        }
    }

    @Test
    void nestedClaimsDoNotAddUp() {
        Object nested = new Object[1];
        for (int i = 0; i < 200; i++) {
            nested = new Object[] {nested};
        }
        byte[] stream = serialized(nested);
        byte[] padded = java.util.Arrays.copyOf(stream, 100_000);
        byte[] one = {0x71, 0, 0x7E, 0, 0, 0, 0, 0, 1};
        byte[] many = {0x71, 0, 0x7E, 0, 0, 0, 1, (byte) 0x80, 0};
        byte[] lying = renamed(padded, latin(one), latin(many));
        assertThat(memoryOf(lenient, payload(JAVA, lying))).isLessThan(8 << 20);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void anEndlessLoopOfDamageIsNoHang() {
        byte[] stream = "\u00ac\u00ed".getBytes(US_ASCII);
        assertThatThrownBy(() -> lenient.decode(payload(JAVA, stream))).isInstanceOf(NotDecodable.class);
    }
}
