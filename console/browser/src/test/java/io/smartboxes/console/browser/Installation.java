package io.smartboxes.console.browser;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the running installation is. The suite that starts one says so in the environment.
 *
 * @param signIn the customers' realm of the sign-in service
 * @param postgresql its database, for JDBC
 * @param state where it keeps what is its own
 * @param python a directory with the client's virtual environment
 * @param output where pictures and failures go
 * @param axe the script that looks for barriers
 */
record Installation(
        String console,
        String api,
        String signIn,
        String mail,
        String postgresql,
        Path state,
        Path python,
        Path output,
        Path axe,
        String chromium) {

    static Installation ofTheEnvironment() {
        return new Installation(
                given("SMARTBOXES_CONSOLE_URL"),
                given("E2B_API_URL"),
                given("SMARTBOXES_SIGN_IN_URL"),
                given("SMARTBOXES_MAIL_URL"),
                given("SMARTBOXES_POSTGRESQL_URL"),
                Path.of(given("SMARTBOXES_STATE")),
                Path.of(given("SMARTBOXES_CLIENT")),
                Path.of(given("SMARTBOXES_PICTURES")),
                Path.of(given("SMARTBOXES_AXE")),
                Objects.requireNonNullElse(System.getenv("SMARTBOXES_CHROMIUM"), "/usr/bin/chromium"));
    }

    private static String given(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    name + " is not set: these tests need a running installation. Run: infra/e2e/run browser");
        }
        return value;
    }
}
