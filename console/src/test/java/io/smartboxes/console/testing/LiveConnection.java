package io.smartboxes.console.testing;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The WebSocket over which a page is told what changes. */
public final class LiveConnection implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long AGAIN_MILLIS = 200;

    /** So Vaadin tells of changes, and of a page that it knows nothing of. */
    private static final Pattern CHANGES = Pattern.compile("\"changes\":\\[\\{|\"execute\":\\[\\[");

    private static final Pattern UNKNOWN = Pattern.compile("sessionExpired|appError");

    private final HttpClient http = HttpClient.newHttpClient();
    private final StringBuilder heard = new StringBuilder();
    private final CompletableFuture<Boolean> told = new CompletableFuture<>();

    /** The handshake was refused. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        private RefusedException(int status) {
            super("refused with " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private LiveConnection() {}

    /**
     * @param page its {@link ScriptedTab#push}
     * @param origin of the page that opens it; null as no browser would
     */
    public static LiveConnection open(ScriptlessBrowser browser, String page, @Nullable String origin)
            throws Exception {
        var connection = new LiveConnection();
        var builder = connection.http.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        String cookies = browser.cookies(page);
        if (!cookies.isEmpty()) {
            builder.header("Cookie", cookies);
        }
        try {
            builder.buildAsync(browser.webSocket(page), connection).join();
            return connection;
        } catch (CompletionException failure) {
            connection.close();
            if (failure.getCause() instanceof WebSocketHandshakeException refused) {
                throw new RefusedException(refused.getResponse().statusCode());
            }
            throw failure;
        }
    }

    /**
     * Whether it is told of a change, or ends without.
     *
     * @param change makes one; what happens before the page listens is lost, so it is made again and again
     */
    public boolean isTold(Runnable change) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            change.run();
            try {
                return told.get(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                // Once more.
            }
        }
        throw new AssertionError("neither told nor closed; heard " + heard);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        heard.append(text);
        if (UNKNOWN.matcher(heard).find()) {
            told.complete(false);
        } else if (CHANGES.matcher(heard).find()) {
            told.complete(true);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        told.complete(false);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        told.complete(false);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
