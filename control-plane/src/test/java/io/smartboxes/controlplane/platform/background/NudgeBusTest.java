package io.smartboxes.controlplane.platform.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NudgeBusTest {

    private static final Topic TOPIC = new Topic("test.topic");

    private static TestDatabase database;
    private static TestReplica one;
    private static TestReplica other;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        one = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "one"));
        other = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "other"));
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        database.close();
    }

    @Test
    void wakesListenersHereAtOnceAndOnlyOnce() {
        var heard = listen(one);

        one.bean(NudgeBus.class).publish(TOPIC, "here");

        assertThat(heard).containsExactly("here");
    }

    @Test
    void wakesTheOtherListenersWhenOneFails() {
        one.bean(NudgeBus.class).subscribe(new Topic("test.failing"), subject -> {
            throw new IllegalStateException("on purpose");
        });
        var heard = new LinkedBlockingQueue<String>();
        one.bean(NudgeBus.class).subscribe(new Topic("test.failing"), heard::add);

        one.bean(NudgeBus.class).publish(new Topic("test.failing"), "still");

        assertThat(heard).containsExactly("still");
    }

    @Test
    void wakesListenersOfAnotherReplica() throws InterruptedException {
        var heard = listen(other);

        one.bean(NudgeBus.class).publish(TOPIC, "there");

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("there");
    }

    @Test
    void saysThatNudgesMayBeMissedOnceItsConnectionIsBack() throws InterruptedException {
        var missed = new LinkedBlockingQueue<String>();
        other.bean(NudgeBus.class).subscribe(TOPIC, new NudgeListener() {
            @Override
            public void nudged(String subject) {}

            @Override
            public void missed() {
                missed.add("missed");
            }
        });
        while (missed.poll(1, TimeUnit.SECONDS) != null) {
            // the connection's first opening may still be announced
        }

        database.rows("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'");

        assertThat(missed.poll(10, TimeUnit.SECONDS)).isEqualTo("missed");
    }

    private static BlockingQueue<String> listen(TestReplica replica) {
        var heard = new LinkedBlockingQueue<String>();
        replica.bean(NudgeBus.class).subscribe(TOPIC, heard::add);
        return heard;
    }
}
