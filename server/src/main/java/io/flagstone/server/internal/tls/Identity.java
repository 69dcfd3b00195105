package io.flagstone.server.internal.tls;

import io.flagstone.server.config.OptionException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/**
 * What the node shows of itself: a key and the certificates that belong to it.
 *
 * @param key the private key
 * @param chain the node's certificate, and those it was signed with
 */
record Identity(PrivateKey key, X509Certificate... chain) {
    private static final byte[] PROBE = {1, 2, 3};

    /**
     * The key and the chain of two files, once they have been found to belong together.
     *
     * @param keyFile the name of the key's file, for the message
     */
    static Identity of(Pem certificates, Pem keys, Object keyFile) {
        Identity identity = new Identity(keys.key(), certificates.certificates());
        if (!identity.matches()) {
            throw new OptionException("ssl_key: " + keyFile + " is not the key of the first certificate in"
                    + " ssl_chain_cert; name the key it was made with, and put the node's own certificate first");
        }
        return identity;
    }

    /** Whether what the key signs can be verified with the certificate. */
    private boolean matches() {
        try {
            Signature signature = Signature.getInstance(algorithm());
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(chain[0].getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private String algorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "identity of " + chain[0].getSubjectX500Principal();
    }
}
