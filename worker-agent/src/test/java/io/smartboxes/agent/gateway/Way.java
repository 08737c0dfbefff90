package io.smartboxes.agent.gateway;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way through a gateway.
 *
 * @param name as the sweep's table calls it
 * @param port of the sandbox, as it is written
 */
record Way(String name, By by, String method, String path, String port) {

    /** What lets somebody in there. */
    enum By {
        TOKEN,
        SIGNATURE,
        /** And nothing names the sandbox. */
        SIGNATURE_ALONE,
        /** The same, where the sandbox does not run. */
        SIGNATURE_ALONE_ELSEWHERE,
        TICKET,
        /** It leads into no sandbox. */
        NOTHING
    }

    private static final String GUEST_PORT = Integer.toString(Addressing.GUEST_PORT);
    private static final String FILE = "/files?path=%2Fa&username=user";

    /** @param webPort where something of the sandbox's own listens */
    static List<Way> all(int webPort) throws IOException {
        var internal = TrafficPolicy.INTERNAL_ROUTES.stream()
                .sorted()
                .map(route -> guest("POST /" + route))
                .toList();
        return Stream.of(
                        GuestRoutes.all().stream()
                                .map(Way::guest)
                                .filter(way -> !internal.contains(way))
                                .toList(),
                        internal,
                        List.of(
                                guest("GET /anything-else"),
                                new Way("GET / of another port", By.TOKEN, "GET", "/", Integer.toString(webPort)),
                                new Way("GET / of a closed port", By.TOKEN, "GET", "/", "1"),
                                file("a signed download", By.SIGNATURE, "GET"),
                                file("a signed upload", By.SIGNATURE, "POST"),
                                file("a signed download that names no sandbox", By.SIGNATURE_ALONE, "GET"),
                                file(
                                        "a signed download that names no sandbox, at another worker's gateway",
                                        By.SIGNATURE_ALONE_ELSEWHERE,
                                        "GET"),
                                new Way("a terminal", By.TICKET, "GET", "/terminals/", ""),
                                new Way("GET /health of the gateway", By.NOTHING, "GET", "/health", "")))
                .flatMap(List::stream)
                .toList();
    }

    /** As the guest's clients sign what they do to a file. */
    String operation() {
        return method.equals("GET") ? "read" : "write";
    }

    private static Way guest(String route) {
        String[] parts = route.split(" ");
        return new Way(route, By.TOKEN, parts[0], parts[1], GUEST_PORT);
    }

    private static Way file(String name, By by, String method) {
        return new Way(name, by, method, FILE, GUEST_PORT);
    }
}
