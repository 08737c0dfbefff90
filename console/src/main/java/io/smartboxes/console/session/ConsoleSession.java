package io.smartboxes.console.session;

import io.smartboxes.api.v1.Me;
import io.smartboxes.console.client.ApiClient;
import io.smartboxes.console.client.Caller;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.client.Sandboxes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One browser's sign-in: its tokens, its way to the API, and the feeds that its tabs share. */
public final class ConsoleSession implements Caller, AutoCloseable {

    /** The browser says at least this often that somebody is there. */
    private static final Duration PRESENCE = Duration.ofSeconds(90);

    /** Files that pass through at once, for all tabs together. */
    public static final int TRANSFERS_MAX = 8;

    private static final String CONSOLE_SECRET = "Smartboxes-Console-Secret";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** The nearest proxies stand at its end, and only what trusted ones say counts. */
    private static final int CHAIN_LENGTH_MAX = 512;

    private final SessionParts parts;
    private final ReentrantLock renewing = new ReentrantLock();
    private final Map<String, LiveFeed> feeds = new ConcurrentHashMap<>();
    private final Set<Consumer<SessionEnd>> mourners = ConcurrentHashMap.newKeySet();
    private final ApiHealth health = new ApiHealth();
    private final OpenedSandboxes opened;
    private final Semaphore transfers = new Semaphore(TRANSFERS_MAX);
    private volatile Tokens tokens;
    private volatile @Nullable SessionEnd end;
    private volatile Instant presentAt;
    private volatile String cameFrom = "";
    private volatile @Nullable Me me;

    ConsoleSession(SessionParts parts, Tokens tokens) {
        this.parts = parts;
        this.tokens = tokens;
        opened = new OpenedSandboxes(parts.http());
        presentAt = parts.clock().instant();
    }

    /** The API for what is a tenant's. */
    public ApiClient api(String tenant) {
        return new ApiClient(parts.http(), parts.api(), this, tenant);
    }

    /** The API for what is the person's own. */
    public ApiClient api() {
        return new ApiClient(parts.http(), parts.api(), this, null);
    }

    /** What changes in a tenant; one stream for all tabs. */
    public LiveFeed feed(String tenant) {
        return feeds.computeIfAbsent(tenant, id -> new LiveFeed(api(id), health, parts.timers()));
    }

    /**
     * The files of a sandbox, if the API lets the person open it.
     *
     * @param gateway by which sandboxes are reached
     */
    public Reply<SandboxFiles> files(URI gateway, String tenant, String sandbox) {
        return opened.files(new Sandboxes(api(tenant)), gateway, tenant, sandbox);
    }

    /** To be held while bytes of files pass through; tells when there are as many as there may be. */
    public Semaphore transfers() {
        return transfers;
    }

    /** Whether the API answers. */
    public ApiHealth health() {
        return health;
    }

    /** Who is signed in and where they belong, as last heard; asks the API the first time. */
    public Reply<Me> me() {
        var known = me;
        return known != null ? new Reply.Ok<>(known) : loadMe();
    }

    /** The same, asked anew: after anything that changes it. */
    public Reply<Me> loadMe() {
        var reply = api().get("/v1/me", Me.class);
        if (reply instanceof Reply.Ok<Me>(var loaded)) {
            me = loaded;
        }
        return reply;
    }

    /** Runs something short after a while. */
    public void later(Runnable task, long millis) {
        var _ = parts.timers().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Notes where the browser is.
     *
     * @param forwarded what proxies in front of the console say, empty without any
     * @param peer who opened the connection to it
     */
    void cameFrom(String forwarded, String peer) {
        var chain = forwarded.isEmpty() ? peer : forwarded + ", " + peer;
        cameFrom = chain.substring(Math.max(0, chain.length() - CHAIN_LENGTH_MAX));
    }

    @Override
    public Map<String, String> whereabouts() {
        var chain = cameFrom;
        return chain.isEmpty() ? Map.of() : Map.of(CONSOLE_SECRET, parts.consoleSecret(), FORWARDED_FOR, chain);
    }

    /** Notes that somebody is at the screen. */
    public void touch() {
        presentAt = parts.clock().instant();
    }

    @Override
    public boolean isPresent() {
        return parts.clock().instant().isBefore(presentAt.plus(PRESENCE));
    }

    /** Hears once when this sign-in is over; at once if it is already. */
    public AutoCloseable onEnd(Consumer<SessionEnd> mourner) {
        mourners.add(mourner);
        var why = end;
        if (why != null) {
            mourner.accept(why);
        }
        return () -> mourners.remove(mourner);
    }

    Optional<SessionEnd> ended() {
        return Optional.ofNullable(end);
    }

    @Override
    public Token token() {
        if (end != null) {
            return new Over();
        }
        var now = parts.clock().instant();
        var current = tokens;
        if (!current.isDue(now)) {
            return new Granted(current.accessToken());
        }
        // Renewing prolongs the sign-in at the provider, which is for people who are there.
        if (!isPresent()) {
            return current.isSpent(now)
                    ? new Waiting("Nobody has been here for a while.")
                    : new Granted(current.accessToken());
        }
        return renew();
    }

    /** One at a time, whichever threads ask; the others take what the first one got. */
    private Token renew() {
        renewing.lock();
        try {
            var now = parts.clock().instant();
            var current = tokens;
            if (end != null) {
                return new Over();
            }
            if (!current.isDue(now)) {
                return new Granted(current.accessToken());
            }
            return switch (parts.provider().renew(current)) {
                case Provider.Granted(var renewed) -> {
                    tokens = renewed;
                    yield new Granted(renewed.accessToken());
                }
                case Provider.Down down ->
                    current.isSpent(now)
                            ? new Waiting("The sign-in service cannot be reached just now.")
                            : new Granted(current.accessToken());
                case Provider.Rejected rejected -> {
                    finish(SessionEnd.EXPIRED);
                    yield new Over();
                }
            };
        } finally {
            renewing.unlock();
        }
    }

    /** The same person has come back from the provider, in this browser. */
    void adopt(Tokens newer) {
        tokens = newer;
        touch();
    }

    Tokens tokens() {
        return tokens;
    }

    @Override
    public void heard(Reply<?> reply) {
        switch (reply) {
            case Reply.SessionOver<?>(var code, var detail) ->
                finish(code.equals("session_ended") ? SessionEnd.ENDED : SessionEnd.EXPIRED);
            case Reply.Unavailable<?> unavailable -> health.missed();
            case Reply.Ok<?> ok -> health.answered();
            case Reply.Refused<?> refused -> health.answered();
        }
    }

    /** Tells every tab, once. */
    void finish(SessionEnd why) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = why;
        }
        close();
        mourners.forEach(mourner -> mourner.accept(why));
    }

    /** Stops its streams. */
    @Override
    public void close() {
        feeds.values().forEach(LiveFeed::close);
    }
}
