package io.smartboxes.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.Me;
import io.smartboxes.console.client.Caller;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.testing.FakeApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleSessionTest {

    private TestSessions test;
    private ConsoleSession session;

    @BeforeEach
    void signIn() throws Exception {
        test = new TestSessions();
        session = test.signedIn();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void usesTheTokenItHasForHalfAnHour() {
        test.pass(Duration.ofMinutes(29));
        session.touch();

        assertThat(session.token()).isEqualTo(new Caller.Granted("first"));
        assertThat(test.provider.renewals()).isZero();
    }

    @Test
    void tellsTheApiWhereTheBrowserIsAndThatItMayBeBelieved() {
        session.cameFrom("192.0.2.7", "203.0.113.5");

        session.me();

        var call = test.api.calls().getFirst();
        assertThat(call.header("Smartboxes-Console-Secret")).isEqualTo("console-secret");
        assertThat(call.header("X-Forwarded-For")).isEqualTo("192.0.2.7, 203.0.113.5");
    }

    @Test
    void renewsOnceHoweverManyThreadsAsk() throws Exception {
        test.pass(Duration.ofMinutes(31));
        session.touch();

        try (var threads = Executors.newFixedThreadPool(16)) {
            var asking = IntStream.range(0, 64)
                    .mapToObj(each -> (Callable<Caller.Token>) session::token)
                    .toList();
            for (var answer : threads.invokeAll(asking)) {
                assertThat(answer.get()).isInstanceOf(Caller.Granted.class).isNotEqualTo(new Caller.Granted("first"));
            }
        }
        assertThat(test.provider.renewals()).isOne();
    }

    @Test
    void doesNotProlongTheSignInOfSomebodyWhoIsNotThere() {
        test.pass(Duration.ofMinutes(90));

        assertThat(session.token()).isEqualTo(new Caller.Granted("first"));
        assertThat(test.provider.renewals()).isZero();

        test.pass(Duration.ofMinutes(40));
        assertThat(session.token()).isInstanceOf(Caller.Waiting.class);

        session.touch();
        assertThat(session.token()).isInstanceOf(Caller.Granted.class);
    }

    @Test
    void goesOnWithWhatItHasWhileTheProviderIsDown() {
        test.provider.goDown(true);
        test.pass(Duration.ofMinutes(119));
        session.touch();

        assertThat(session.token()).isEqualTo(new Caller.Granted("first"));

        test.pass(Duration.ofMinutes(5));
        session.touch();
        assertThat(session.token()).isInstanceOf(Caller.Waiting.class);
        assertThat(session.ended()).isEmpty();

        test.provider.goDown(false);
        assertThat(session.token()).isInstanceOf(Caller.Granted.class);
    }

    @Test
    void isOverWhenTheProviderRenewsItNoMore() {
        var heard = new ArrayList<SessionEnd>();
        session.onEnd(heard::add);
        test.provider.refuseRenewal();
        test.pass(Duration.ofMinutes(31));
        session.touch();

        assertThat(session.token()).isInstanceOf(Caller.Over.class);
        assertThat(heard).containsExactly(SessionEnd.EXPIRED);
    }

    @Test
    void isOverWhenTheApiSaysThatItWasEnded() {
        var heard = new ArrayList<SessionEnd>();
        session.onEnd(heard::add);
        test.api.answer(new FakeApi.Answer(401, """
            {"type": "/problems/session_ended", "title": "This sign-in has ended", "status": 401, "detail": "Gone."}\
            """));

        assertThat(session.loadMe()).isInstanceOf(Reply.SessionOver.class);
        assertThat(heard).containsExactly(SessionEnd.ENDED);
        assertThat(session.token()).isInstanceOf(Caller.Over.class);
    }

    @Test
    void marksCallsThatNobodyIsThereFor() {
        session.loadMe();
        test.pass(Duration.ofMinutes(2));
        session.loadMe();

        assertThat(test.api.calls())
                .extracting(call -> call.header("Smartboxes-Background"))
                .containsExactly(null, "true");
    }

    @Test
    void knowsWhetherTheApiAnswers() {
        var heard = new ArrayList<Boolean>();
        session.health().listen(heard::add);

        test.api.answer(new FakeApi.Answer(503, """
            {"type": "/problems/service_unavailable", "title": "x", "status": 503, "detail": "Not now."}\
            """));
        Reply<Me> away = session.loadMe();
        session.loadMe();
        test.api.answer(null);
        session.loadMe();

        assertThat(away).isInstanceOf(Reply.Unavailable.class);
        assertThat(heard).containsExactly(true, false);
    }
}
