package io.flagstone.provider.internal.door;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.SecurityOptions;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The one way into nodes: every connection of a manager passes here, and none falls back to the clear. */
public final class Door {

    /** Without TLS and login. */
    public static final Door OPEN = new Door(SecurityOptions.NONE, null);

    private static final Pattern PASSWORD = Pattern.compile("[!-~]{1,128}");

    private final SecurityOptions options;
    private final @Nullable Certificates certificates;

    private Door(SecurityOptions options, @Nullable Certificates certificates) {
        this.options = options;
        this.certificates = certificates;
    }

    /**
     * A door as the options say.
     *
     * @throws ConfigurationProblem when a file cannot be used
     */
    public static Door of(SecurityOptions options) {
        if (options.isNone()) {
            return OPEN;
        }
        try {
            Certificates certificates =
                    options.tls().isPresent() ? new Certificates(options.tls().get()) : null;
            Door door = new Door(options, certificates);
            door.login();
            return door;
        } catch (IOException e) {
            throw new ConfigurationProblem(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether there is nothing to pass. */
    public boolean isOpen() {
        return options.isNone();
    }

    /**
     * What one connection to this place needs.
     *
     * @throws IOException when the password cannot be read
     */
    public Pass pass(String host, int port) throws IOException {
        return new Pass(engine(host, port), login());
    }

    private @Nullable SSLEngine engine(String host, int port) {
        if (certificates == null) {
            return null;
        }
        SSLEngine engine = certificates.context().createSSLEngine(certificates.name(host), port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        Certificates.harden(parameters);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private Pass.@Nullable Login login() throws IOException {
        if (options.login().isEmpty()) {
            return null;
        }
        SecurityOptions.Login login = options.login().get();
        String password = login.file().isPresent() ? firstLine(login.file().get()) : login.password();
        byte[] value = (login.user() + " " + password).getBytes(US_ASCII);
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        words.writeBytes(("set login 0 0 " + value.length + "\r\n").getBytes(US_ASCII));
        words.writeBytes(value);
        words.writeBytes(new byte[] {'\r', '\n'});
        return new Pass.Login(login.user(), words.toByteArray());
    }

    private static String firstLine(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, US_ASCII)) {
            String line = reader.readLine();
            if (line == null || !PASSWORD.matcher(line).matches()) {
                throw new IOException(ManagerSetting.PASSWORD_FILE.key() + "=" + file
                        + ": the first line has to be 1 to 128 printable ASCII characters without blanks");
            }
            return line;
        }
    }

    /**
     * Opens a connection for threads that may block, and passes with it.
     *
     * @param timeoutMillis for each silence
     */
    public Socket enter(InetSocketAddress address, int timeoutMillis) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(address, timeoutMillis);
            plain.setSoTimeout(timeoutMillis);
            Socket socket = encrypt(plain, address);
            logIn(socket);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket encrypt(Socket plain, InetSocketAddress address) throws IOException {
        if (certificates == null) {
            return plain;
        }
        String name = certificates.name(address.getHostString());
        SSLSocket socket = (SSLSocket)
                certificates.context().getSocketFactory().createSocket(plain, name, address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        Certificates.harden(parameters);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void logIn(Socket socket) throws IOException {
        Pass.Login login = login();
        if (login == null) {
            return;
        }
        byte[] words = login.question();
        InputStream in = socket.getInputStream();
        while (words == null || words.length > 0) {
            if (words != null) {
                socket.getOutputStream().write(words);
            }
            int next = in.read();
            if (next < 0) {
                throw new IOException("the node closed the connection during the login");
            }
            words = login.heard((byte) next);
        }
    }
}
