package io.flagstone.provider.internal.ring;

import io.flagstone.provider.config.NearestName;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds what a setting names: one of ours, one that the application registered, or a class. */
final class Named<T> {

    private final String setting;
    private final Class<T> type;
    private final Function<T, String> name;
    private final List<? extends T> ours;

    /**
     * @param setting the key, for complaints
     * @param name what settings call one
     */
    Named(String setting, Class<T> type, Function<T, String> name, List<? extends T> ours) {
        this.setting = setting;
        this.type = type;
        this.name = name;
        this.ours = ours;
    }

    /**
     * What this name stands for.
     *
     * @throws ConfigurationProblem when it stands for nothing, or for something that cannot be used
     */
    T find(String wanted, ClassLoader loader) {
        Map<String, T> known = known(loader);
        T found = known.get(wanted);
        if (found == null) {
            found = ofClass(wanted, loader);
        }
        if (found != null) {
            return found;
        }
        String nearest = NearestName.to(wanted, known.keySet());
        throw new ConfigurationProblem(setting + "=" + wanted + ": there is no " + type.getSimpleName()
                + " of that name, and no such class; "
                + (nearest != null
                        ? "did you mean " + nearest + "?"
                        : "known are " + String.join(", ", known.keySet())));
    }

    private Map<String, T> known(ClassLoader loader) {
        Map<String, T> known = new LinkedHashMap<>();
        ours.forEach(one -> known.put(name.apply(one), one));
        try {
            for (T one : ServiceLoader.load(type, loader)) {
                if (known.putIfAbsent(name.apply(one), one) != null) {
                    throw new ConfigurationProblem("there are two of " + type.getSimpleName() + " named "
                            + name.apply(one) + "; one is " + one.getClass().getName());
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationProblem("a registered " + type.getSimpleName() + " cannot be used", e);
        }
        return known;
    }

    private @Nullable T ofClass(String wanted, ClassLoader loader) {
        if (wanted.indexOf('.') < 0) {
            return null;
        }
        try {
            Class<?> found = Class.forName(wanted, true, loader);
            if (!type.isAssignableFrom(found)) {
                throw new ConfigurationProblem(setting + "=" + wanted + ": the class is no " + type.getName());
            }
            return type.cast(found.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ConfigurationProblem(
                    setting + "=" + wanted + ": the class needs a public constructor without parameters that works", e);
        }
    }
}
