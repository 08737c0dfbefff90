package io.smartboxes.agent.gateway;

import io.smartboxes.agent.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the guest serves, as its source says it: a route that is added there is one here. */
final class GuestRoutes {

    private static final Path GUEST = Golden.repository().resolve("worker-agent/guest");
    private static final Pattern ROUTE =
            Pattern.compile("mux\\.Handle(?:Func)?\\(\"((?:GET|POST|PUT|DELETE) /[^\"]*)\"");
    private static final Pattern PROCEDURE = Pattern.compile("Procedure = \"(/[^\"]+)\"");

    private GuestRoutes() {}

    /** Method and path of each. */
    static List<String> all() throws IOException {
        return Stream.concat(
                        found(ROUTE, "internal/server/server.go"),
                        Stream.of("process", "filesystem")
                                .flatMap(service -> found(
                                        PROCEDURE,
                                        "proto/" + service + "/" + service + "pbconnect/" + service + ".connect.go"))
                                .map(path -> "POST " + path))
                .toList();
    }

    private static Stream<String> found(Pattern pattern, String file) {
        try {
            var found = pattern.matcher(Files.readString(GUEST.resolve(file)))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("No routes are found in " + file + " any more");
            }
            return found.stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
