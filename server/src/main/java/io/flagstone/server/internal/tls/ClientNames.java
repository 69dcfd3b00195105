package io.flagstone.server.internal.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The names in the certificate that a client has proved to own: alternative names (DNS, URI, e-mail), then the
 * subject's common name. Told to the connection once its handshake is done.
 *
 * @param names none when the client showed no certificate
 */
public record ClientNames(List<String> names) {
    /** E-mail, DNS and URI (RFC 5280, 4.2.1.6). */
    private static final Set<Integer> KINDS = Set.of(1, 2, 6);

    static ClientNames of(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return new ClientNames(
                    chain.length > 0 && chain[0] instanceof X509Certificate own ? namesIn(own) : List.of());
        } catch (SSLPeerUnverifiedException e) {
            return new ClientNames(List.of());
        }
    }

    private static List<String> namesIn(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (KINDS.contains(alternative.get(0)) && alternative.get(1) instanceof String name) {
                        names.add(name);
                    }
                }
            }
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    names.add(name);
                }
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            return List.of();
        }
        return List.copyOf(names);
    }
}
