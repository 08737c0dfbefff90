package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.testing.FakeApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SandboxPagesTest {

    private static final Instant NEWEST = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Sandbox> all = new ArrayList<>();
    private int loads;

    private final SandboxPages.Source source = new SandboxPages.Source() {
        @Override
        public SandboxPages.Slice load(@Nullable String after) {
            loads++;
            return slice(after);
        }

        @Override
        public @Nullable Sandbox find(String id) {
            return all.stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
        }
    };

    /** Lists running ones only, after the one named, like a keyset does. */
    private SandboxPages.Slice slice(@Nullable String after) {
        var rows = all.stream()
                .dropWhile(row -> after != null && !row.createdAt().isBefore(Instant.parse(after)))
                .filter(row -> row.endedAt() == null)
                .limit(SandboxPages.PAGE)
                .toList();
        boolean more = rows.size() == SandboxPages.PAGE && !rows.getLast().equals(all.getLast());
        return new SandboxPages.Slice(rows, more ? rows.getLast().createdAt().toString() : null);
    }

    private SandboxPages of(int count) {
        for (int number = 0; number < count; number++) {
            all.add(FakeApi.sandbox("RUNNING", NEWEST.minusSeconds(number), null, Map.of()));
        }
        return new SandboxPages(source, slice(null));
    }

    private Sandbox ended(int number) {
        var was = all.get(number);
        var now = new Sandbox(
                was.id(),
                was.template(),
                "TERMINATED",
                "TERMINATED",
                2,
                512,
                1,
                Map.of(),
                was.createdAt(),
                null,
                was.endAt(),
                was.createdAt(),
                new Sandbox.Cause("timeout", "Over."),
                null,
                null);
        all.set(number, now);
        return now;
    }

    @Test
    void loadsAsFarAsSomebodyScrolls() {
        var pages = of(10_000);

        assertThat(pages.rows(0, 50)).isEqualTo(all.subList(0, 50));
        assertThat(loads).isZero();
        assertThat(pages.rows(9_990, 50)).isEqualTo(all.subList(9_990, 10_000));
        assertThat(pages.isComplete()).isTrue();
        assertThat(pages.size()).isEqualTo(10_000);
    }

    @Test
    void bringsBackWhatItGaveUp() {
        var pages = of(2_000);
        pages.reach(2_000);
        int loaded = loads;

        assertThat(pages.rows(120, 40)).isEqualTo(all.subList(120, 160));
        assertThat(loads).isGreaterThan(loaded);
    }

    @Test
    void keepsRowsInTheirPlacesThoughTheyNoLongerFit() {
        var pages = of(2_000);
        pages.reach(2_000);
        var ended = ended(130);

        assertThat(pages.rows(120, 40)).isEqualTo(all.subList(120, 160)).contains(ended);
        assertThat(pages.rows(150, 50)).isEqualTo(all.subList(150, 200));
    }

    @Test
    void changesARowInItsPlace() {
        var pages = of(100);
        var ended = ended(3);

        assertThat(pages.change(ended)).isTrue();
        assertThat(pages.rows(0, 5).get(3)).isEqualTo(ended);
    }

    @Test
    void doesNotTakeInWhatIsNew() {
        var pages = of(100);
        var newer = FakeApi.sandbox("RUNNING", NEWEST.plusSeconds(1), null, Map.of());
        all.addFirst(newer);

        assertThat(pages.change(newer)).isFalse();
        pages.doubt();
        assertThat(pages.rows(0, 50)).isEqualTo(all.subList(1, 51));
    }

    @Test
    void letsGoOfWhatNobodyRemembers() {
        var pages = of(60);
        var gone = all.remove(2);
        pages.doubt();

        assertThat(pages.rows(0, 60)).doesNotContain(gone).hasSize(59);
        assertThat(pages.holds(gone.id())).isFalse();
    }
}
