package io.smartboxes.console;

import io.smartboxes.console.session.ProviderSettings;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, checked at start.
 *
 * @param publicUrl under which browsers reach the console
 * @param apiUrl under which the console, and the customers' programs, reach the API
 * @param consoleSecret the same as the control plane's setting smartboxes.console-secret
 * @param gatewayUrl under which browsers, programs and the console itself reach sandboxes
 * @param uploadMibMax the most that one file may have that is uploaded through the console
 * @param staff where those sign in who run the installation; null for no staff area
 */
record ConsoleSettings(
        String listenHost,
        int listenPort,
        URI publicUrl,
        URI apiUrl,
        String consoleSecret,
        URI gatewayUrl,
        int uploadMibMax,
        ProviderSettings provider,
        @Nullable ProviderSettings staff) {

    /** Under which the staff area lies. */
    static final String STAFF_AREA = "/staff";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._-]{1,255}");
    private static final int PORT_MAX = 65_535;
    private static final int UPLOAD_MIB = 4096;
    private static final int UPLOAD_MIB_MAX = 1024 * 1024;

    /**
     * Reads a file of Java properties.
     *
     * @throws IOException when the file cannot be read
     * @throws SettingsException when a setting is missing, unknown or wrong
     */
    static ConsoleSettings read(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return read(settings);
    }

    static ConsoleSettings read(Map<String, String> settings) {
        var reader = new SettingsReader(settings);
        String host = reader.text("listen.host", "127.0.0.1", HOST);
        int port = reader.integer("listen.port", 8083, 0, PORT_MAX);
        var publicUrl = reader.address("public.url");
        var apiUrl = reader.address("api.url");
        var gatewayUrl = reader.address("gateway.url");
        var issuer = reader.address("oidc.issuer");
        String client = reader.text("oidc.client-id", "console", CLIENT);
        var secret = secret(reader, "oidc.client-secret-file");
        var consoleSecret = secret(reader, "api.console-secret-file");
        int uploadMibMax = reader.integer("files.upload-mib-max", UPLOAD_MIB, 1, UPLOAD_MIB_MAX);
        var staff = settings.containsKey("staff.issuer") ? staff(reader, publicUrl) : null;
        if (staff != null && staff.issuer().equals(issuer)) {
            reader.mistake("staff.issuer: must not be oidc.issuer, for every customer would be staff");
        }
        reader.finish();
        return new ConsoleSettings(
                host,
                port,
                publicUrl,
                apiUrl,
                consoleSecret,
                gatewayUrl,
                uploadMibMax,
                new ProviderSettings(issuer, client, secret, publicUrl, ""),
                staff);
    }

    private static ProviderSettings staff(SettingsReader reader, URI publicUrl) {
        return new ProviderSettings(
                reader.address("staff.issuer"),
                reader.text("staff.client-id", "console-staff", CLIENT),
                secret(reader, "staff.client-secret-file"),
                publicUrl,
                STAFF_AREA);
    }

    @Override
    public String toString() {
        return "ConsoleSettings[" + publicUrl + ", api " + apiUrl + ", gateway " + gatewayUrl + ", " + provider
                + ", staff " + staff + "]";
    }

    private static String secret(SettingsReader reader, String key) {
        var file = reader.file(key);
        if (file.getNameCount() == 0) {
            return "";
        }
        try {
            var secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                reader.mistake(key + ": " + file + " is empty");
            }
            return secret;
        } catch (IOException unreadable) {
            reader.mistake(key + ": " + file + " cannot be read");
            return "";
        }
    }
}
