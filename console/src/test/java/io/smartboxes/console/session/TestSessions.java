package io.smartboxes.console.session;

import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.FakeProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A session of somebody who signed in just now, between a provider and an API that tests command. */
public final class TestSessions implements AutoCloseable {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final Sessions sessions;
    public final FakeProvider provider;
    public final FakeApi api;

    public TestSessions() throws Exception {
        provider = FakeProvider.start();
        api = FakeApi.start();
        sessions = new Sessions(
                new ProviderSettings(provider.issuer(), "console", "secret", URI.create("http://localhost:1"), ""),
                api.address(),
                "console-secret",
                clock);
    }

    public ConsoleSession signedIn() {
        return sessions.session(new Tokens(
                "ada", "first", "", "refresh", clock.instant(), clock.instant().plus(Duration.ofHours(2))));
    }

    public void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Override
    public void close() {
        sessions.close();
        api.close();
        provider.close();
    }
}
