package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.HERE;
import static io.flagstone.provider.codec.CodecFixture.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.NotEncodable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A class without {@link Serializable} is named, with what to do about it, whether it is on the list or not. */
class NotSerializableTest {

    private static final String WHY = " does not implement java.io.Serializable, without which it cannot be stored";
    private static final String REMEDY =
            "; let it implement that, or name a value codec that can by" + " flagstone.cache.<pattern>.codec";

    private final Values strict = standard();
    private final Values lenient = standard(HERE);

    static class Order {
        final String text;

        Order(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Can be written, but for what it holds. */
    record Basket(Order order) implements Serializable {}

    /** Says what it holds when it fails. */
    static final class Talkative implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final boolean politely;

        Talkative(boolean politely) {
            this.politely = politely;
        }

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            if (politely) {
                throw new NotSerializableException("treasure");
            }
            throw new IllegalStateException("treasure");
        }
    }

    private static final String ORDER = "class " + Order.class.getName();

    @Test
    void theClassIsNamedWithWhatToDoAboutIt() {
        for (Values values : List.of(strict, lenient)) {
            assertThatThrownBy(() -> values.encode(new Order("treasure")))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessage(ORDER + WHY + REMEDY);
        }
    }

    @Test
    void aClassDeepInsideIsNamedAndNotItsHolder() {
        Order order = new Order("treasure");
        for (Object holder : List.of(new ArrayList<>(List.of(order)), Map.of("k", order), new Basket(order))) {
            assertThatThrownBy(() -> lenient.encode(holder))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessage(
                            ORDER + WHY + " (an object of " + holder.getClass().getName() + " holds one)" + REMEDY);
        }
    }

    @Test
    void anArrayOfSuchIsNotSentToTheAllowListOnly() {
        assertThatThrownBy(() -> strict.encode(new Order[] {new Order("treasure")}))
                .hasMessageContaining(ORDER + " is not on the allow-list")
                .hasMessageEndingWith("; it does not implement java.io.Serializable either, which it has to");
        assertThatThrownBy(() -> lenient.encode(new Order[] {new Order("treasure")}))
                .hasMessageStartingWith(ORDER + WHY);
        // Of an interface, objects may.
        assertThatThrownBy(() -> strict.encode(new Runnable[0]))
                .hasMessageContaining("class java.lang.Runnable is not on the allow-list")
                .hasMessageNotContaining("Serializable");
    }

    @Test
    void aKeyIsToldWhatAKeyCanDo() {
        Keys keys = new KeyCodec(
                new ClassAllowList(List.of(HERE), List.of()), getClass().getClassLoader(), 250);
        assertThatThrownBy(() -> keys.encode(new Order("treasure")))
                .isInstanceOf(NotEncodable.class)
                .hasMessage(ORDER + " does not implement java.io.Serializable, without which it cannot be a key;"
                        + " let it implement that, or use keys of another class");
    }

    @Test
    void anExceptionThatIsAValueIsStoredAsOne() {
        Values values = standard("java.io.*", "java.lang.*", "java.util.*");
        Object read = values.decode(values.encode(new ArrayList<>(List.of(new IOException("x")))));
        assertThat(read)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1)
                .first()
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatAClassSaysWhileItIsWrittenIsNotRepeated() {
        for (boolean politely : new boolean[] {true, false}) {
            assertThatThrownBy(() -> lenient.encode(new Talkative(politely)))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessage("an object of " + Talkative.class.getName() + " cannot be serialized: "
                            + (politely ? NotSerializableException.class : IllegalStateException.class).getName())
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("treasure"));
        }
    }
}
