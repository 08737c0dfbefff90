package io.smartboxes.controlplane.access;

import io.micronaut.http.HttpRequest;
import io.smartboxes.controlplane.platform.http.Headers;

/** Whether a person is behind a request just now. */
public enum Activity {
    PRESENT,
    /** A stream that goes on by itself, a page that refreshes: no sign that anybody is there. */
    BACKGROUND;

    /** As the caller says. Whoever lies about it only keeps their own sign-in alive, or loses it sooner. */
    static Activity of(HttpRequest<?> request) {
        return "true".equals(request.getHeaders().get(Headers.BACKGROUND)) ? BACKGROUND : PRESENT;
    }
}
