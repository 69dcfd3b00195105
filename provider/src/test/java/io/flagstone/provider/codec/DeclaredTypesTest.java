package io.flagstone.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a cache declares is listed with the types of its fields, and nothing that declarations do not tell. */
class DeclaredTypesTest {

    record Address(String street, Samples.Size size) implements Serializable {}

    static class Base implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        InArray @Nullable [][] parts;
    }

    record InArray() implements Serializable {}

    record InMap() implements Serializable {}

    record InStatic() implements Serializable {}

    record InTransient() implements Serializable {}

    private record NotSerializable() {}

    interface Shape extends Serializable {}

    @SuppressWarnings("serial") // fields that say nothing of what they hold
    static final class Customer extends Base {
        @Serial
        private static final long serialVersionUID = 1L;

        static final InStatic SHARED = new InStatic();

        @Nullable
        Map<String, List<? extends InMap>> nested;

        transient @Nullable InTransient passing;

        @Nullable
        Address home;

        @Nullable
        Customer friend;

        @Nullable
        Object anything;

        @Nullable
        Shape shape;

        int @Nullable [] numbers;
    }

    private static Set<String> from(Class<?> type) {
        return DeclaredTypes.reachableFrom(type);
    }

    @Test
    void fieldsSuperclassesArraysAndTypeArgumentsAreListed() {
        assertThat(from(Customer.class))
                .containsExactlyInAnyOrder(
                        Customer.class.getName(),
                        Base.class.getName(),
                        InArray.class.getName(),
                        Address.class.getName(),
                        Samples.Size.class.getName(),
                        InMap.class.getName());
        assertThat(from(Customer[][].class)).isEqualTo(from(Customer.class));
        assertThat(Customer.SHARED).isNotNull();
    }

    @Test
    void whatSaysNothingListsNothing() {
        for (Class<?> type : List.of(
                Object.class, String.class, Shape.class, int.class, int[].class, List.class, NotSerializable.class)) {
            assertThat(from(type)).as("%s", type).isEmpty();
        }
    }

    @Test
    void aDeclaredValueComesBackWithoutAnyPattern() {
        Values values = new Values(
                io.flagstone.provider.config.CacheOptions.DEFAULTS,
                new ClassAllowList(List.of(), List.of(String.class, Customer.class)),
                getClass().getClassLoader());
        Customer customer = new Customer();
        customer.home = new Address("s", Samples.Size.LARGE);
        customer.friend = new Customer();
        customer.nested = Map.of("k", List.of(new InMap()));
        customer.numbers = new int[] {1};
        Customer copy = (Customer) values.decode(values.encode(customer));
        assertThat(copy.home).isEqualTo(customer.home);
        assertThat(copy.friend).isNotNull();
        assertThat(copy.nested).isEqualTo(customer.nested);
    }
}
