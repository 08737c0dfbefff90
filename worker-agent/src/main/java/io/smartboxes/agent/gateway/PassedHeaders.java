package io.smartboxes.agent.gateway;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which header fields go through: all but those that describe one connection, and those that gateways say to each other. */
final class PassedHeaders {

    /** Set by a gateway on what it passes to another worker's, which then never passes it on again. */
    static final String PASSED_ON = "SmartBoxes-Passed-On";

    /** Set by the owner's gateway on its own refusals, so that the passing one forgets where it thought the sandbox was. */
    static final String NOT_HERE = "SmartBoxes-Not-Here";

    /** What a guest demands of its callers. */
    static final String ACCESS_TOKEN = "X-Access-Token";

    static final String REQUEST_ID = "X-Request-Id";

    private static final String OURS = "smartboxes-";

    /** RFC 9110, section 7.6.1, and their elders. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private PassedHeaders() {}

    static void copy(MultiMap from, MultiMap to) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            boolean stays = HOP_BY_HOP.contains(name) || named.contains(name) || name.startsWith(OURS);
            if (!stays) {
                to.add(field.getKey(), field.getValue());
            }
        }
    }

    /** "Connection: a, b" makes a and b belong to this connection; framing and addressing are not the client's to drop so. */
    private static Set<String> namedByConnection(MultiMap headers) {
        Set<String> named = new HashSet<>();
        for (String value : headers.getAll("Connection")) {
            for (String name : value.split(",")) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        named.remove("host");
        named.remove("content-length");
        named.remove("e2b-sandbox-id");
        named.remove("e2b-sandbox-port");
        return named;
    }
}
