package io.smartboxes.console.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.console.client.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditPagesTest {

    private final List<String> asked = new ArrayList<>();

    private final List<String> complaints = new ArrayList<>();

    @Test
    void loadsAsFarAsSomebodyScrolls() {
        var pages = new AuditPages(page(0, "50"), this::load, complaints::add);

        assertThat(pages.rows(0, 50)).hasSize(50);
        assertThat(asked).isEmpty();
        assertThat(pages.rows(40, 50)).hasSize(50);
        assertThat(asked).containsExactly("50");
        assertThat(pages.rows(100, 50)).as("the end").isEmpty();
        assertThat(pages.rows(40, 50)).as("and back, without asking").hasSize(50);
        assertThat(asked).containsExactly("50");
    }

    @Test
    void keepsWhatItHasWhenThePageAfterDoesNotCome() {
        var pages = new AuditPages(page(0, "50"), after -> new Reply.Unavailable<>("away", null), complaints::add);

        assertThat(pages.rows(0, 100)).hasSize(50);
        assertThat(complaints).containsExactly("away");
    }

    private Reply<AuditEventList> load(String after) {
        asked.add(after);
        return new Reply.Ok<>(page(Integer.parseInt(after), null));
    }

    private static AuditEventList page(int from, String next) {
        return new AuditEventList(
                IntStream.range(from, from + 50).mapToObj(AuditPagesTest::event).toList(), next);
    }

    private static AuditEvent event(int number) {
        return new AuditEvent(
                "aud_" + number,
                Instant.EPOCH,
                new AuditEvent.Who("system", null, null),
                "x",
                null,
                "done",
                null,
                1,
                null,
                null,
                Map.of());
    }
}
