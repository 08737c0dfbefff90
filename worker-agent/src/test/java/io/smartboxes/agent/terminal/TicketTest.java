package io.smartboxes.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.ManualClock;
import io.smartboxes.agent.testing.ShellGuest;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static final TerminalSize SIZE = new TerminalSize(80, 24);
    private static final long EPOCH = 3;

    private final SandboxId sandbox = SandboxId.next(InstantSource.system());
    private final ManualClock clock = new ManualClock("boot");
    private final List<String> over = new CopyOnWriteArrayList<>();
    private ShellGuest guest;
    private Terminals terminals;
    private boolean isRunning = true;

    @BeforeEach
    void start() throws IOException {
        guest = new ShellGuest();
        terminals = open();
    }

    private Terminals open() {
        var opened = new Terminals(
                id -> isRunning && id.equals(sandbox)
                        ? Optional.of(new TerminalHost.Place(
                                EPOCH, "boot-1", new InetSocketAddress("127.0.0.1", guest.port()), "token"))
                        : Optional.empty(),
                TerminalLimits.defaults(),
                clock::nanos);
        opened.onTicketOver((ticket, of) -> over.add(ticket));
        return opened;
    }

    @AfterEach
    void stop() throws IOException {
        terminals.close();
        guest.close();
    }

    @Test
    void opensOnce() {
        grant("t1", "secret", "trm_1", true);

        assertThat(enter("secret").opening()).isInstanceOf(Opening.Opened.class);
        assertThat(enter("secret").code()).isEqualTo(4401);
        assertThat(enter("another").code()).isEqualTo(4401);
        assertThat(guest.shells()).isEqualTo(1);
    }

    @Test
    void isNotMadeGoodAgainByACommandThatComesTwice() {
        grant("t1", "secret", "trm_1", true);
        enter("secret");

        assertThat(grant("t1", "secret", "trm_1", true)).isInstanceOf(GrantAnswer.Granted.class);

        assertThat(enter("secret").code()).isEqualTo(4401);
    }

    @Test
    void expires() throws Exception {
        grant("t1", "secret", "trm_1", true);

        clock.advance(Duration.ofSeconds(61));

        assertThat(enter("secret").code()).isEqualTo(4401);
        Eventually.holds(() -> assertThat(over).containsExactly("t1"));
        assertThat(grant("t1", "secret", "trm_1", true)).isInstanceOf(GrantAnswer.Over.class);
    }

    @Test
    void opensNothingElse() {
        grant("t1", "secret", "trm_1", true);
        var another = SandboxId.next(InstantSource.system());

        assertThat(new Screen().enter(another, "secret").code()).isEqualTo(4401);
    }

    @Test
    void isFencedByTheLease() {
        assertThat(terminals.grant(
                        new TicketGrant("t1", sandbox, EPOCH - 1, hash("secret"), "trm_1", true, 60_000, "u")))
                .isInstanceOf(GrantAnswer.NotHere.class);
        grant("t2", "good", "trm_2", true);
        isRunning = false;

        assertThat(enter("secret").code()).isEqualTo(4401);
        assertThat(enter("good").code()).isEqualTo(4410);
    }

    @Test
    void isRefusedBeyondEightTerminals() {
        for (int number = 1; number <= 8; number++) {
            grant("t" + number, "secret" + number, "trm_" + number, true);
        }
        grant("late", "late", "trm_late", true);
        for (int number = 1; number <= 8; number++) {
            assertThat(enter("secret" + number).opening()).isInstanceOf(Opening.Opened.class);
        }

        assertThat(grant("t9", "ninth", "trm_9", true))
                .isInstanceOfSatisfying(
                        GrantAnswer.LimitReached.class,
                        limit -> assertThat(limit.message()).contains("8 terminals"));
        assertThat(enter("late").code()).isEqualTo(4409);
        assertThat(grant("back", "back", "trm_1", false)).isInstanceOf(GrantAnswer.Granted.class);
        assertThat(enter("back").opening()).isInstanceOf(Opening.Opened.class);
        assertThat(guest.shells()).isEqualTo(8);
    }

    @Test
    void endsWhatItOpenedWhenItIsRevoked() throws Exception {
        grant("t1", "secret", "trm_1", true);
        grant("t2", "unused", "trm_1", false);
        var screen = enter("secret");

        terminals.revoke("t1");
        terminals.revoke("t2");

        assertThat(screen.opening()).isInstanceOf(Opening.Opened.class);
        Eventually.holds(() -> assertThat(screen.code()).isEqualTo(4403));
        assertThat(enter("unused").code()).isEqualTo(4401);
        assertThat(guest.shells())
                .as("the shell is the tenant's, not its user's")
                .isEqualTo(1);
    }

    @Test
    void comesBackToTheShellOfAnEarlierAgent() throws Exception {
        grant("t1", "secret", "trm_1", true);
        enter("secret");
        terminals.close();
        terminals = open();

        grant("t2", "again", "trm_1", false);
        var screen = enter("again");

        assertThat(screen.opening()).isInstanceOf(Opening.Opened.class);
        grant("t3", "gone", "trm_gone", false);
        assertThat(enter("gone").code()).isEqualTo(4404);
        assertThat(guest.shells()).isEqualTo(1);
        screen.view().type("hello".getBytes(StandardCharsets.UTF_8));
        Eventually.holds(() -> assertThat(screen.read()).isEqualTo("hello"));
    }

    @Test
    void showsWhatWasShownToWhoeverComesBack() throws Exception {
        grant("t1", "secret", "trm_1", true);
        var first = enter("secret");
        first.view().type("before\n".getBytes(StandardCharsets.UTF_8));
        Eventually.holds(() -> assertThat(first.read()).isEqualTo("before\n"));
        first.view().close();

        grant("t2", "again", "trm_1", false);
        var second = enter("again");

        assertThat(second.view().replay()).isEqualTo(7);
        assertThat(second.read()).isEqualTo("before\n");
        assertThat(over).containsExactly("t1");
    }

    @Test
    void isClosedAfterTwelveHoursAndALonelyShellAfterOne() throws Exception {
        grant("t1", "secret", "trm_1", true);
        var screen = enter("secret");

        clock.advance(Duration.ofHours(12).plusSeconds(1));

        Eventually.holds(() -> assertThat(screen.code()).isEqualTo(4412));
        screen.view().close();
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        Eventually.holds(() -> assertThat(guest.shells()).isZero());
        Eventually.holds(() -> assertThat(terminals.count()).isZero());
    }

    @Test
    void isClosedWhenTheControlPlaneIsNotHeardForTooLong() throws Exception {
        grant("t1", "secret", "trm_1", true);
        var screen = enter("secret");
        terminals.unheard();

        clock.advance(Duration.ofMinutes(9));
        terminals.tick();
        assertThat(screen.ending).isNull();
        clock.advance(Duration.ofMinutes(2));

        Eventually.holds(() -> assertThat(screen.code()).isEqualTo(4503));
        assertThat(guest.shells()).isEqualTo(1);
    }

    @Test
    void isForPagesOfTheConsoleOnly() {
        assertThat(terminals.admits("https://console.example.com")).isFalse();
        terminals.welcomed(List.of("https://console.example.com"));

        assertThat(terminals.admits("https://console.example.com")).isTrue();
        assertThat(terminals.admits("https://evil.example.com")).isFalse();
        assertThat(terminals.admits("null")).isFalse();
        assertThat(terminals.admits(null)).as("programs have no origin").isTrue();
    }

    private GrantAnswer grant(String id, String text, String terminal, boolean isNew) {
        return terminals.grant(new TicketGrant(id, sandbox, EPOCH, hash(text), terminal, isNew, 60_000, "usr_test"));
    }

    private Screen enter(String text) {
        return new Screen().enter(sandbox, text);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One connection. */
    private final class Screen implements Viewer {

        private final List<String> shown = new ArrayList<>();
        private @Nullable Opening opening;
        private volatile @Nullable Ending ending;

        Screen enter(SandboxId where, String text) {
            opening = terminals.open(where, text, SIZE, this);
            return this;
        }

        Opening opening() {
            return opening;
        }

        View view() {
            return ((Opening.Opened) opening).view();
        }

        /** Everything so far. */
        String read() {
            for (var output = view().next(1000); output != null; output = view().next(1000)) {
                shown.add(new String(output.bytes(), StandardCharsets.UTF_8));
            }
            return String.join("", shown);
        }

        int code() {
            var why = opening instanceof Opening.Refused(Ending refused) ? refused : ending;
            return why == null ? 0 : why.code();
        }

        @Override
        public void changed() {}

        @Override
        public void drained() {}

        @Override
        public void over(Ending why) {
            if (ending == null) {
                ending = why;
            }
        }
    }
}
