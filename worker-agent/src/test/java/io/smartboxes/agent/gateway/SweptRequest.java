package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request of the sweep, and what becomes of it in the words of the table.
 *
 * @param head its lines
 */
record SweptRequest(List<String> head, SweptTokens tokens) {

    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"([^\"]*)\"");
    private static final String TOKEN = "X-Access-Token";

    SweptRequest {
        head = List.copyOf(head);
    }

    static SweptRequest of(Way way, Showing showing, Naming naming, SweptTokens tokens) {
        boolean isSigned = way.path().startsWith("/files?");
        var head = new ArrayList<String>();
        head.add(way.method() + " " + way.path() + (isSigned ? signature(way, showing, tokens) : "") + " HTTP/1.1");
        head.addAll(naming.fields(tokens.sandbox().id().toString(), way.port()));
        if (!isSigned && showing != Showing.NOTHING) {
            head.add(TOKEN + ": " + tokens.of(showing));
        }
        if (showing == Showing.TWO) {
            head.add(TOKEN + ": " + tokens.of(Showing.GUESTS));
        }
        if (showing == Showing.HOLDERS_ELSEWHERE) {
            head.add("Origin: " + SweptTerminal.ELSEWHERE);
        }
        return new SweptRequest(head, tokens);
    }

    private static String signature(Way way, Showing showing, SweptTokens tokens) {
        return switch (showing) {
            case NOTHING -> "";
            case NONSENSE -> "&signature=" + URLEncoder.encode("v1_" + tokens.of(showing), UTF_8);
            case GUESTS, STRANGERS, OTHER_SANDBOXES, REVOKED, TWO, HOLDERS, HOLDERS_ELSEWHERE ->
                "&signature=" + signature(way.operation(), tokens.of(showing));
        };
    }

    private static String signature(String operation, String token) {
        return URLEncoder.encode(FileSignature.of("/a", operation, "user", token), UTF_8);
    }

    Address address() {
        return Addressing.of(new RequestHead(
                method(), target(), values("Host"), values("E2b-Sandbox-Id"), values("E2b-Sandbox-Port"), List.of()));
    }

    /** What has come into a sandbox. */
    String became(Http.Head arrived) {
        String token = arrived.field(TOKEN.toLowerCase(Locale.ROOT)).orElse("");
        if (token.equals(String.join(", ", values(TOKEN))) && arrived.path().equals(target())) {
            return token.isEmpty() && !target().contains("signature") ? "in, showing nothing" : "in, as it was sent";
        }
        if (token.equals(tokens.sandbox().accessToken()) && arrived.path().equals(target())) {
            return "in, with the guest's own token";
        }
        String operation = method().equals("GET") ? "read" : "write";
        if (arrived.path().endsWith(signature(operation, tokens.sandbox().accessToken()))) {
            return "in, signed with the guest's own token";
        }
        if (arrived.path().endsWith(signature(operation, tokens.another().accessToken()))) {
            return "into the sandbox of whoever signed it";
        }
        throw new AssertionError(head + " became " + arrived);
    }

    /** What the gateway said instead. */
    String refused(RawClient.Answer answer) {
        assertThat(answer.body())
                .as(head.toString())
                .doesNotContain(tokens.sandbox().accessToken(), tokens.another().accessToken());
        if (answer.status() == 200) {
            return "200 of the gateway";
        }
        var message = MESSAGE.matcher(answer.body());
        assertThat(message.find()).as(answer.body()).isTrue();
        return answer.status() + " " + message.group(1).split("[,:;(]")[0];
    }

    private String method() {
        return head.getFirst().split(" ")[0];
    }

    private String target() {
        return head.getFirst().split(" ")[1];
    }

    private List<String> values(String field) {
        return head.stream()
                .filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2))
                .toList();
    }
}
