package io.smartboxes.console.session;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Every browser's {@link ConsoleSession}, each in the servlet container's session of the same life. */
public final class Sessions implements HttpSessionListener, AutoCloseable {

    /** Under which the container's session holds ours. */
    public static final String ATTRIBUTE = ConsoleSession.class.getName();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final SessionParts parts;
    private final boolean secure;
    private final String area;

    /** @param consoleSecret by which the API believes the console where its people are */
    public Sessions(ProviderSettings settings, URI api, String consoleSecret, InstantSource clock) {
        secure = "https".equals(settings.publicUrl().getScheme());
        area = settings.area();
        parts = new SessionParts(
                new Provider(settings, clock),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                api,
                consoleSecret,
                clock,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("console-timers").daemon().factory()));
    }

    /** Runs short things later: never anything that waits. */
    public ScheduledExecutorService timers() {
        return parts.timers();
    }

    /** Guards the screens. */
    public Filter filter() {
        return new SignInFilter(this);
    }

    /** Whose browser sent a request, while their sign-in goes on. */
    public Optional<ConsoleSession> signedIn(HttpServletRequest request) {
        return of(request).filter(session -> session.ended().isEmpty());
    }

    Provider provider() {
        return parts.provider();
    }

    /** Under which path the screens lie that this guards. */
    String area() {
        return area;
    }

    boolean isSecure() {
        return secure;
    }

    Optional<ConsoleSession> of(HttpServletRequest request) {
        return Optional.ofNullable(SignInFilter.held(request.getSession(false)));
    }

    /** After a sign-in. Its tabs may come back one by one: the same person goes on with the session they have. */
    void begin(HttpServletRequest request, Tokens tokens) {
        var held = of(request).filter(session -> session.ended().isEmpty()).orElse(null);
        if (held != null && held.tokens().subject().equals(tokens.subject())) {
            held.adopt(tokens);
            return;
        }
        forget(request);
        request.getSession(true).setAttribute(ATTRIBUTE, session(tokens));
    }

    ConsoleSession session(Tokens tokens) {
        return new ConsoleSession(parts, tokens);
    }

    /** A new session id for whatever comes next, too. */
    void forget(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        @Nullable ConsoleSession held = SignInFilter.held(event.getSession());
        if (held != null) {
            held.close();
        }
    }

    @Override
    public void close() {
        parts.timers().shutdownNow();
        parts.http().shutdownNow();
    }
}
