package io.flagstone.hibernate;

import java.net.URL;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.jspecify.annotations.Nullable;

/** The classes that Hibernate itself finds, wherever the application keeps them. */
final class HibernateLoader extends ClassLoader {

    private final ClassLoaderService service;

    HibernateLoader(ClassLoaderService service) {
        super(FlagstoneRegionFactory.class.getClassLoader());
        this.service = service;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            return service.classForName(name);
        } catch (ClassLoadingException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return service.locateResource(name);
    }
}
