package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two sandboxes, the second in the network slot of the first: it finds nothing of its predecessor. */
class FreshTest extends GvisorTest {

    private static final String RANDOM_BYTES =
            "head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n'; cat /proc/sys/kernel/random/uuid; python3 -c 'import os; print(os.urandom(32).hex())'";

    private static Sandbox first;
    private static Sandbox second;
    private static String firstRandom;

    @BeforeAll
    static void runTwoInSuccession() {
        first = worker.start(Map.of("TENANT_SECRET", "of-the-first"));
        firstRandom = first.run(RANDOM_BYTES).output();
        first.runAsRoot("for place in /tmp /home/user /root /dev/shm /var/tmp /run; do echo mine > $place/trace; done;"
                + " for i in $(seq 100); do true & done; wait; nohup sleep 1000 >/dev/null 2>&1 &");
        worker.runtime().destroy(first.box().id());

        second = worker.start(Map.of("OTHER", "value"));
    }

    @AfterAll
    static void end() {
        worker.runtime().destroy(second.box().id());
    }

    @Test
    void usesTheSameSlotOfTheNetwork() {
        // Else the tests below would compare what could not meet.
        assertThat(second.box().guest()).isEqualTo(first.box().guest());
    }

    @Test
    void hasAnotherEnvironment() {
        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(second.run("env; cat /proc/1/environ | tr '\\0' '\\n'").output())
                .contains("OTHER=value")
                .doesNotContain("TENANT_SECRET", "of-the-first", first.id());
    }

    @Test
    void hasAnotherHostName() {
        assertThat(second.run("hostname").output().strip()).isEqualTo(second.id());
        assertThat(second.run("sudo hostname").output().strip()).isEqualTo(second.id());
    }

    @Test
    void refusesTheTokenOfTheFirst() {
        Sandbox withOldToken = new Sandbox(second.box(), second.id(), first.token());

        assertThatThrownBy(() -> withOldToken.run("true"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("401");
    }

    @Test
    void drawsOtherRandomBytes() {
        assertThat(second.run(RANDOM_BYTES).output()).hasSameSizeAs(firstRandom).isNotEqualTo(firstRandom);
    }

    @Test
    void findsNoFileOfTheFirst() {
        for (String place : List.of("/tmp", "/home/user", "/root", "/dev/shm", "/var/tmp", "/run")) {
            assertThat(second.runAsRoot("test -e " + place + "/trace").succeeded())
                    .as(place)
                    .isFalse();
        }
    }

    @Test
    void continuesNoProcessOfTheFirst() {
        assertThat(second.run("ps -e -o args").output()).doesNotContain("sleep 1000");
        assertThat(Long.parseLong(second.run("echo $$").output().strip())).isLessThan(100);
    }
}
