package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * The door into a sandbox: every request passes {@link #decide}, and what no rule allows is refused.
 *
 * <p>Pure on purpose. Who may enter the guest is asked next, by the {@link Doorkeeper}. Capability tokens will be one more
 * component of {@link TrafficRequest} and one more rule here.
 */
final class TrafficPolicy {

    /** The guest's routes that only the worker may use; source: the E2B daemon's internal endpoints. */
    static final Set<String> INTERNAL_ROUTES =
            Set.of("init", "freeze", "unfreeze", "collapse", "fsfreeze", "fsthaw", "upgrade");

    private TrafficPolicy() {}

    static TrafficDecision decide(TrafficRequest request) {
        if (request.port() < 1 || request.port() > 65_535) {
            return refused("port", 400, "A port is a number from 1 to 65535");
        }
        if (request.method().equals("CONNECT") || request.method().equals("TRACE")) {
            return refused("method", 405, "The method " + request.method() + " does not enter a sandbox");
        }
        if (request.port() != Addressing.GUEST_PORT) {
            return new TrafficDecision.Allowed();
        }
        return decideForGuest(request.target());
    }

    private static TrafficDecision decideForGuest(String target) {
        String route;
        try {
            route = firstSegment(target);
        } catch (IllegalArgumentException malformedEscape) {
            return refused("path", 400, "The path has a malformed percent escape");
        }
        if (INTERNAL_ROUTES.contains(route)) {
            return refused("internal-route", 404, "Not found");
        }
        return new TrafficDecision.Allowed();
    }

    /** The first segment of the path in any disguise: escapes, doubled slashes, dot segments, upper case, parameters. */
    private static String firstSegment(String target) {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        String decoded = path;
        // Twice, because a server behind may decode once more than we expect; "+" is itself in a path.
        for (int round = 0; round < 2; round++) {
            decoded = URLDecoder.decode(decoded.replace("+", "%2B"), UTF_8);
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : decoded.replace('\\', '/').split("[/#?]")) {
            switch (withoutParameters(segment)) {
                case "", "." -> {}
                case ".." -> segments.pollLast();
                default -> segments.addLast(withoutParameters(segment));
            }
        }
        return segments.isEmpty() ? "" : segments.getFirst().toLowerCase(Locale.ROOT);
    }

    private static String withoutParameters(String segment) {
        int semicolon = segment.indexOf(';');
        return (semicolon < 0 ? segment : segment.substring(0, semicolon)).strip();
    }

    private static TrafficDecision refused(String rule, int status, String message) {
        return new TrafficDecision.Refused(rule, new Refusal.Other(status, message));
    }
}
