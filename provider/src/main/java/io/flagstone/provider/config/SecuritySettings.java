package io.flagstone.provider.config;

import io.flagstone.provider.config.SecurityOptions.Login;
import io.flagstone.provider.config.SecurityOptions.Tls;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the texts of {@link ManagerSetting} into {@link SecurityOptions}. What would weaken what is meant is refused. */
final class SecuritySettings {

    private static final Pattern USER = Pattern.compile("[!-9;-~]{1,128}");
    private static final Pattern PASSWORD = Pattern.compile("[!-~]{1,128}");

    private SecuritySettings() {}

    static SecurityOptions read(Settings settings, boolean embedded) {
        boolean encrypted = SettingText.flag(settings.of(ManagerSetting.TLS));
        SecurityOptions options = new SecurityOptions(
                encrypted ? Optional.of(tls(settings)) : without(settings), login(settings, encrypted));
        if (embedded && !options.isNone()) {
            throw new ConfigurationProblem(
                    "the embedded node is reached inside this JVM, without TLS and without a login:"
                            + " leave out " + ManagerSetting.TLS.key() + " and " + ManagerSetting.USER.key()
                            + ", or name nodes in "
                            + ManagerSetting.NODES.key());
        }
        return options;
    }

    private static Tls tls(Settings settings) {
        Optional<Path> certificate = file(settings, ManagerSetting.TLS_CERTIFICATE);
        Optional<Path> key = file(settings, ManagerSetting.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigurationProblem(ManagerSetting.TLS_CERTIFICATE.key() + " and " + ManagerSetting.TLS_KEY.key()
                    + " go together: set both, or neither");
        }
        String name = settings.of(ManagerSetting.TLS_SERVER_NAME).text().trim();
        return new Tls(file(settings, ManagerSetting.TLS_TRUST), certificate, key, name);
    }

    /** Whoever sets these expects to be encrypted. */
    private static Optional<Tls> without(Settings settings) {
        for (ManagerSetting setting : new ManagerSetting[] {
            ManagerSetting.TLS_TRUST,
            ManagerSetting.TLS_CERTIFICATE,
            ManagerSetting.TLS_KEY,
            ManagerSetting.TLS_SERVER_NAME
        }) {
            if (isSet(settings, setting)) {
                throw new ConfigurationProblem(
                        setting.key() + " has no effect without " + ManagerSetting.TLS.key() + "=on");
            }
        }
        return Optional.empty();
    }

    private static Optional<Login> login(Settings settings, boolean encrypted) {
        boolean hasPassword = isSet(settings, ManagerSetting.PASSWORD);
        Optional<Path> file = file(settings, ManagerSetting.PASSWORD_FILE);
        SettingValue user = settings.of(ManagerSetting.USER);
        boolean inTheClear = SettingText.second(settings.of(ManagerSetting.PASSWORD_PLAIN), "refuse", "allow");
        if (user.text().isBlank()) {
            if (hasPassword || file.isPresent()) {
                throw new ConfigurationProblem("there is a password, but no " + ManagerSetting.USER.key());
            }
            return Optional.empty();
        }
        if (!USER.matcher(user.text().trim()).matches()) {
            throw SettingText.refused(user, "up to 128 printable ASCII characters without blanks and colons");
        }
        if (hasPassword == file.isPresent()) {
            throw new ConfigurationProblem(ManagerSetting.USER.key() + " needs a password: set either "
                    + ManagerSetting.PASSWORD.key() + " or " + ManagerSetting.PASSWORD_FILE.key());
        }
        if (!encrypted && !inTheClear) {
            throw new ConfigurationProblem("the password of " + ManagerSetting.USER.key()
                    + " would travel in the clear: set " + ManagerSetting.TLS.key()
                    + "=on, or, where the network is your own, "
                    + ManagerSetting.PASSWORD_PLAIN.key() + "=allow");
        }
        String password = settings.of(ManagerSetting.PASSWORD).text();
        if (hasPassword && !isPassword(password)) {
            throw new ConfigurationProblem(
                    ManagerSetting.PASSWORD.key() + " has to be 1 to 128 printable ASCII characters without blanks");
        }
        return Optional.of(new Login(user.text().trim(), password, file));
    }

    /** Whether memcached could be told this password: to it a blank ends one. */
    private static boolean isPassword(String text) {
        return PASSWORD.matcher(text).matches();
    }

    private static boolean isSet(Settings settings, ManagerSetting setting) {
        return !settings.of(setting).text().isBlank();
    }

    private static Optional<Path> file(Settings settings, ManagerSetting setting) {
        SettingValue value = settings.of(setting);
        return value.text().isBlank() ? Optional.empty() : Optional.of(SettingText.file(value));
    }
}
