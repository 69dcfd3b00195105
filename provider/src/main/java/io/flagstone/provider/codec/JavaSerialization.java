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
import java.util.Set;

/** Java serialization behind a {@link ClassAllowList}, which is asked on the way out as well as on the way in. */
final class JavaSerialization {

    private static final String LIST = "flagstone.serialization.allow";
    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double", "void");

    private final ClassAllowList allowed;
    private final ClassLoader loader;
    private final long largestArray;

    /**
     * @param largestArray elements that an array may announce
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (CheckedOutput out = new CheckedOutput(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException e) {
            if (e instanceof NotEncodable refused) {
                throw refused;
            }
            throw new NotEncodable("an object of " + object.getClass().getName() + " cannot be serialized: " + e, e);
        }
        return bytes.toByteArray();
    }

    /**
     * Decodes an object.
     *
     * @throws NotDecodable when its bytes are damaged, or name a class that is missing or not on the list
     */
    Object decode(byte[] bytes, int offset, int length) {
        try (CheckedInput in = new CheckedInput(new ByteArrayInputStream(bytes, offset, length))) {
            in.setObjectInputFilter(allowed.filter(largestArray));
            return in.readObject();
        } catch (InvalidClassException e) {
            throw new NotDecodable("stored bytes were refused: " + e.getMessage() + hint(e), e);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            if (e instanceof NotDecodable refused) {
                throw refused;
            }
            throw new NotDecodable("stored bytes cannot be turned into an object: " + e, e);
        }
    }

    private static String hint(InvalidClassException e) {
        return e.classname == null ? "; is the class on the list " + LIST + "?" : "";
    }

    private static String notListed(String name) {
        int dot = name.lastIndexOf('.');
        return "class " + name + " is not on the allow-list; add it with " + LIST + "="
                + (dot < 0 ? name : name.substring(0, dot) + ".*");
    }

    private final class CheckedOutput extends ObjectOutputStream {

        CheckedOutput(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) {
            if (!allowed.allows(type)) {
                throw new NotEncodable(notListed(type.getName()));
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            throw new NotEncodable(notListed(type.getName()));
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
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
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
