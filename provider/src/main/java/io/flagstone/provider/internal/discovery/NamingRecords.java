package io.flagstone.provider.internal.discovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.spi.NamingManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers through the JDK's DNS provider, which keeps no answer. That provider alone is asked: not JNDI's initial
 * context, which follows names that are URLs of other protocols. It hands records out as text and creates no objects of them.
 */
final class NamingRecords implements Records {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");
    private static final String FIRST_WAIT_MILLIS = "500";
    private static final String ATTEMPTS = "3";

    private final String servers;

    /** Asks the servers that the system is configured with. */
    NamingRecords() {
        this("dns:");
    }

    /**
     * @param servers URLs as JNDI's DNS provider has them, {@code dns://host:port}
     */
    NamingRecords(String servers) {
        this.servers = servers;
    }

    @Override
    @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // see above; and the interface wants this table
    public List<String> of(String name, String type) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("\"" + name + "\" is no name of the domain name system");
        }
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, servers);
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", ATTEMPTS);
        try {
            DirContext context = (DirContext) NamingManager.getInitialContext(environment);
            try {
                return texts(context.getAttributes(name, new String[] {type}).get(type));
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            throw new IOException(e.toString(), e);
        }
    }

    private static List<String> texts(@Nullable Attribute attribute) throws NamingException {
        List<String> texts = new ArrayList<>();
        if (attribute != null) {
            NamingEnumeration<?> values = attribute.getAll();
            while (values.hasMore()) {
                texts.add(String.valueOf(values.next()));
            }
        }
        return texts;
    }
}
