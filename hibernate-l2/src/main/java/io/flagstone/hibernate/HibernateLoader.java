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

    /**
     * Hibernate's answer goes first: where an application is loaded anew beside its old self, as by development tools, this
     * class's own loader may know another class of that name.
     */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return service.classForName(name);
        } catch (ClassLoadingException e) {
            return super.loadClass(name, resolve);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return service.locateResource(name);
    }
}
