package io.flagstone.provider.codec;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Java serialization behind a {@link ClassAllowList}, which is asked on the way out as well as on the way in. */
final class JavaSerialization {

    private static final String LIST = "flagstone.serialization.allow";
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double", "void");

    /** Of these, whatever is equal is written alike. */
    private static final Set<Class<?>> BY_VALUE = Set.of(
            String.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Boolean.class,
            Character.class,
            UUID.class,
            BigInteger.class,
            BigDecimal.class);

    private final ClassAllowList allowed;
    private final ClassLoader loader;
    private final long largestArray;

    /**
     * @param largestArray elements that the arrays of one object may announce
     */
    JavaSerialization(ClassAllowList allowed, ClassLoader loader, long largestArray) {
        this.allowed = allowed;
        this.loader = loader;
        this.largestArray = largestArray;
    }

    /**
     * Encodes an object and all that it refers to.
     *
     * @throws NotEncodable when a class of it is not serializable, or not on the list
     */
    byte[] encode(Object object) {
        return encode(object, null);
    }

    /**
     * Encodes a key. A stream writes an object that it meets again as a reference, so that two equal keys would differ where
     * one holds a text twice and the other two texts that are equal; here both are written as the first.
     *
     * @throws NotEncodable when a class of it is not serializable, or not on the list
     */
    byte[] encodeKey(Object key) {
        return encode(key, new HashMap<>());
    }

    private byte[] encode(Object object, @Nullable Map<Object, Object> written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (CheckedOutput out = new CheckedOutput(bytes, object, written)) {
            out.writeObject(object);
        } catch (NotEncodable e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            throw new NotEncodable(
                    "an object of " + object.getClass().getName() + " cannot be serialized: " + reason(e), e);
        }
        return bytes.toByteArray();
    }

    /** Messages of others may quote values. */
    private static String reason(Throwable e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : null;
        return (cause == null ? e : cause).getClass().getName();
    }

    /**
     * Decodes an object.
     *
     * @throws NotDecodable when its bytes are damaged, or name a class that is missing or not on the list
     */
    Object decode(byte[] bytes, int offset, int length) {
        try (CheckedInput in = new CheckedInput(new ByteArrayInputStream(bytes, offset, length))) {
            in.setObjectInputFilter(allowed.filter(length, largestArray));
            return in.readObject();
        } catch (InvalidClassException e) {
            throw new NotDecodable("stored bytes were refused: " + e.getMessage() + hint(e), e);
        } catch (NotDecodable e) {
            throw e;
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw notAnObject(e);
        } catch (StackOverflowError | LinkageError | InternalError e) {
            // what the JDK makes of some damage, and classes that are there but cannot be linked or initialized
            throw notAnObject(e);
        }
    }

    private static NotDecodable notAnObject(Throwable why) {
        return new NotDecodable(
                "stored bytes cannot be turned into an object: "
                        + why.getClass().getName(),
                why);
    }

    private static String hint(InvalidClassException e) {
        return e.classname == null ? "; is the class on the list " + LIST + "?" : "";
    }

    private static String notListed(Class<?> type) {
        return notListed(ClassAllowList.element(type).getName());
    }

    /**
     * Why an object without {@link Serializable} has no form.
     *
     * @param whole what was to be written, of which the object is a part
     */
    @SuppressWarnings("ReferenceEquality") // whether it is the whole, not whether it is equal to it
    private static String notSerializable(Object object, Object whole, boolean key) {
        String holder =
                object == whole ? "" : " (an object of " + whole.getClass().getName() + " holds one)";
        String text = "class " + object.getClass().getName()
                + " does not implement java.io.Serializable, without which it cannot be ";
        return key
                ? text + "a key" + holder + "; let it implement that, or use keys of another class"
                : text + "stored" + holder + "; let it implement that, or name a value codec that can by"
                        + " flagstone.cache.<pattern>.codec";
    }

    /** What to add where a class is no good even on the list. */
    private static String eitherWay(Class<?> type) {
        Class<?> element = ClassAllowList.element(type);
        return element.isInterface() || Serializable.class.isAssignableFrom(element)
                ? ""
                : "; it does not implement java.io.Serializable either, which it has to";
    }

    private static String notListed(String name) {
        int dot = name.lastIndexOf('.');
        return "class " + name + " is not on the allow-list; add it with " + LIST + "="
                + (dot < 0 ? name : name.substring(0, dot) + ".*");
    }

    private final class CheckedOutput extends ObjectOutputStream {

        private final Object whole;
        private final @Nullable Map<Object, Object> written;
        private int depth;
        private int writtenSince;

        /**
         * A stream.
         *
         * @param whole what is to be written
         * @param written what has been written before, where equal parts are to be written as one
         */
        CheckedOutput(OutputStream out, Object whole, @Nullable Map<Object, Object> written) throws IOException {
            super(out);
            this.whole = whole;
            this.written = written;
            enableReplaceObject(true);
        }

        /**
         * Replaces nothing but equal parts of keys; sees every object, and refuses what lies deeper than may be read. The
         * stream keeps its depth to itself, so that has to be counted on the stack, but only after so many objects that it
         * could be too much.
         *
         * <p>When writing fails, the stream writes the exception, too, for its reader to see. There is none, and the list
         * would refuse the exception's class and so hide what was wrong.
         */
        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof IOException e && isLastWord()) {
                throw new UncheckedIOException(e);
            }
            if (!(object instanceof Serializable)) {
                throw new NotEncodable(notSerializable(object, whole, written != null));
            }
            writtenSince++;
            if (depth + writtenSince > ClassAllowList.DEEPEST) {
                depth = STACK.walk(
                        frames -> (int) frames.filter(CheckedOutput::isOneLevel).count());
                writtenSince = 0;
                if (depth > ClassAllowList.DEEPEST) {
                    throw new NotEncodable("objects hold one another more than " + ClassAllowList.DEEPEST
                            + " deep; that cannot be read");
                }
            }
            return written == null ? object : firstOf(object, written);
        }

        private static Object firstOf(Object object, Map<Object, Object> written) {
            return BY_VALUE.contains(object.getClass()) ? written.computeIfAbsent(object, Function.identity()) : object;
        }

        private static boolean isLastWord() {
            return STACK.walk(
                    frames -> frames.anyMatch(frame -> frame.getMethodName().equals("writeFatalException")));
        }

        private static boolean isOneLevel(StackWalker.StackFrame frame) {
            return frame.getMethodName().equals("writeObject0");
        }

        @Override
        protected void annotateClass(Class<?> type) {
            if (!allowed.allows(type)) {
                throw new NotEncodable(notListed(type) + eitherWay(type));
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            throw new NotEncodable(notListed(type));
        }
    }

    private final class CheckedInput extends ObjectInputStream {

        CheckedInput(InputStream in) throws IOException {
            super(in);
        }

        /** The list is asked before the class is loaded; the filter would be asked only afterwards. */
        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            String name = description.getName();
            int brackets = name.lastIndexOf('[') + 1;
            boolean object = brackets == 0 || name.charAt(brackets) == 'L';
            String element = brackets == 0 ? name : object ? name.substring(brackets + 1, name.length() - 1) : name;
            if (object && !isPrimitive(element) && !allowed.allows(element)) {
                throw new NotDecodable(notListed(element));
            }
            // int.class as a value: no loader finds that. Other classes come from the manager's loader or not at all
            return brackets == 0 && isPrimitive(name)
                    ? super.resolveClass(description)
                    : Class.forName(name, false, loader);
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) {
            throw new NotDecodable(notListed("java.lang.reflect.Proxy"));
        }

        private boolean isPrimitive(String name) {
            return name.indexOf('.') < 0 && PRIMITIVES.contains(name);
        }
    }
}
