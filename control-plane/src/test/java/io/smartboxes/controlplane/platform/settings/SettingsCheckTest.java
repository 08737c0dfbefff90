package io.smartboxes.controlplane.platform.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

    @Test
    void stopsTheStartWithASettingThatNothingReads() {
        assertStartFails(
                "smartboxes.sandbox.start-timout", "10s", "Nothing reads the setting smartboxes.sandbox.start-timout");
    }

    @ParameterizedTest
    @CsvSource({
        "smartboxes.sandbox.start-timeout, 0s, smartboxes.sandbox.start-timeout must be longer than nothing",
        "smartboxes.crypto.master-key, c2hvcnQ=, smartboxes.crypto.master-key must be 32 bytes",
        "smartboxes.mail.port, 0, smartboxes.mail.port must be from 1 to 65535",
        "smartboxes.mail.from, nobody, smartboxes.mail.from must be a mail address",
        "smartboxes.audit.retention, 1h, smartboxes.audit.retention must be one day or longer",
        "smartboxes.console-secret, short, smartboxes.console-secret must have 32 characters",
        "smartboxes.oidc.issuer, http://provider.example/realm, smartboxes.oidc.issuer must be an https address",
        "smartboxes.oidc.algorithms, HS256, smartboxes.oidc.algorithms must name some of",
        "smartboxes.oidc.algorithms, none, smartboxes.oidc.algorithms must name some of",
    })
    void stopsTheStartWithASettingThatCannotBe(String name, String value, String reason) {
        assertStartFails(name, value, reason);
    }

    /** Whoever tried to start in this process is gone with what they had begun. */
    @Test
    void leavesNothingBehindOfAStartThatFailed() {
        try (var database = new TestDatabase()) {
            assertThatThrownBy(
                    () -> TestReplica.withoutLink(database, Map.of("smartboxes.sandbox.start-timout", "10s")));

            Eventually.until("nobody is connected", () -> database.rows("""
                            select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                            """).isEmpty());
        }
    }

    private static void assertStartFails(String name, String value, String reason) {
        try (var database = new TestDatabase()) {
            assertThatThrownBy(() -> TestReplica.withoutLink(database, Map.of(name, value)))
                    .hasStackTraceContaining(reason);
        }
    }
}
