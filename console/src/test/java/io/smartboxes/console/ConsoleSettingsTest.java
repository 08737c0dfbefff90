package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSettingsTest {

    @TempDir
    Path folder;

    @Test
    void readsWhatIsNeeded() throws IOException {
        var settings = ConsoleSettings.read(complete());

        assertThat(settings.listenHost()).isEqualTo("127.0.0.1");
        assertThat(settings.listenPort()).isEqualTo(8084);
        assertThat(settings.apiUrl()).hasToString("http://127.0.0.1:8080");
        assertThat(settings.provider().clientSecret()).isEqualTo("hush");
        assertThat(settings.consoleSecret()).isEqualTo("hush");
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void namesEveryMistakeAtOnce() throws IOException {
        var settings = complete();
        settings.put("listen.port", "many");
        settings.put("api.url", "ftp://here");
        settings.put("gateway.url", "http://user@here");
        settings.remove("public.url");
        settings.put("oidc.client-secret-file", folder.resolve("none").toString());
        settings.put("oidc.secret", "hush");

        assertThatThrownBy(() -> ConsoleSettings.read(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("listen.port: must be a whole number")
                .hasMessageContaining("api.url: must be an http or https address")
                .hasMessageContaining("gateway.url: must be")
                .hasMessageContaining("public.url: is required")
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("oidc.secret: there is no such setting");
    }

    @Test
    void knowsTheStaffsSignInWhereThereIsOne() throws IOException {
        assertThat(ConsoleSettings.read(complete()).staff()).isNull();
        var settings = complete();
        settings.put("staff.issuer", "http://localhost:8083/realms/smartboxes-staff");
        settings.put("staff.client-secret-file", settings.get("oidc.client-secret-file"));

        var staff = ConsoleSettings.read(settings).staff();

        assertThat(staff).isNotNull();
        assertThat(staff.clientId()).isEqualTo("console-staff");
        assertThat(staff.area()).isEqualTo("/staff");
    }

    /** Every customer would be staff. */
    @Test
    void refusesOneIssuerForBoth() throws IOException {
        var settings = complete();
        settings.put("staff.issuer", settings.get("oidc.issuer"));

        assertThatThrownBy(() -> ConsoleSettings.read(settings))
                .hasMessageContaining("staff.issuer: must not be oidc.issuer")
                .hasMessageContaining("staff.client-secret-file: is required");
    }

    @Test
    void wantsASecretThatIsOne() throws IOException {
        var settings = complete();
        Files.writeString(Path.of(settings.get("oidc.client-secret-file")), "\n");

        assertThatThrownBy(() -> ConsoleSettings.read(settings)).hasMessageContaining("is empty");
    }

    private Map<String, String> complete() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "hush\n");
        return new HashMap<>(Map.of(
                "listen.port", "8084",
                "public.url", "http://localhost:8084",
                "api.url", "http://127.0.0.1:8080/",
                "gateway.url", "http://127.0.0.1:8081",
                "oidc.issuer", "http://localhost:8083/realms/smartboxes",
                "oidc.client-secret-file", secret.toString(),
                "api.console-secret-file", secret.toString()));
    }
}
