package io.smartboxes.console.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEvent.Change;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditWordsTest {

    @Test
    void tellsInWordsWhatStaffDid() {
        assertThat(words("staff.view", Map.of("part", new Change(null, "usage"))))
                .isEqualTo("Staff looked at this tenant: At its usage.");
        assertThat(words(
                        "limit.override",
                        Map.of(
                                "resource", new Change(null, "memory_mib"),
                                "limit", new Change("2048", "no limit"),
                                "reason", new Change(null, "A trial."))))
                .isEqualTo("Staff changed a limit: Memory of all sandboxes: 2 GiB → no limit. A trial.");
        assertThat(words(
                        "limit.restore",
                        Map.of("resource", new Change(null, "sandboxes"), "reason", new Change(null, "Over."))))
                .isEqualTo("Staff gave a limit back to the plan: Sandboxes at once: as it was → as it was. Over.");
        assertThat(words(
                        "tenant.suspend",
                        Map.of("step", new Change(null, "blocked"), "cause", new Change(null, "Unpaid."))))
                .isEqualTo("Staff suspended this tenant: Blocked. Unpaid.");
        assertThat(words("tenant.unsuspend", Map.of("reason", new Change(null, "Paid."))))
                .isEqualTo("Staff lifted the suspension: Paid.");
    }

    @Test
    void leavesOtherActionsTheirNames() {
        assertThat(words("sandbox.kill", Map.of())).isEqualTo("sandbox.kill: ");
        assertThat(AuditWords.who(event("x", Map.of()))).isEqualTo("SmartBoxes staff (grace@example.com)");
    }

    private static String words(String action, Map<String, Change> difference) {
        var event = event(action, difference);
        return AuditWords.what(event) + ": " + AuditWords.detail(event);
    }

    private static AuditEvent event(String action, Map<String, Change> difference) {
        return new AuditEvent(
                "aud_1",
                Instant.EPOCH,
                new AuditEvent.Who("staff", "staff:grace@example.com", null),
                action,
                "tnt_1",
                "done",
                null,
                1,
                null,
                null,
                difference);
    }
}
