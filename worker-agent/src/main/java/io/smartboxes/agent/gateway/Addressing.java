package io.smartboxes.agent.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a request's address: first the host's label {@code PORT-ID.}, then the E2b-Sandbox headers, then a file signature.
 *
 * <p>A request that can be read in two ways is refused rather than guessed at: what routes it here must be what a proxy in
 * front, or a capability token later, would have seen as well.
 */
final class Addressing {

    /** Where the guest listens, as clients know it. */
    static final int GUEST_PORT = 49_983;

    private static final int PORT_MAX = 65_535;

    /** {@code PORT-ID}; clients of old append {@code -CLIENTID}, which means nothing any more. */
    private static final Pattern LABEL = Pattern.compile("(\\d+)-([^-]*)(-.*)?");

    private static final Pattern SANDBOX_ID = Pattern.compile("[a-z0-9]{1,63}");
    private static final Pattern OUR_SANDBOX_ID = Pattern.compile("sbx[0-9a-z]{26}");
    private static final Pattern TERMINAL = Pattern.compile("/terminals/([a-z0-9]{1,63})");
    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)(.*)");

    private Addressing() {}

    static Address of(RequestHead head) {
        try {
            return read(head);
        } catch (Unreadable unreadable) {
            return new Address.Bad(unreadable.refusal);
        }
    }

    private static Address read(RequestHead head) {
        refuseOddFraming(head);
        String host = host(head);
        String target = originForm(head, host);
        Optional<String> id = sandboxIdHeader(head);
        Optional<Integer> port = sandboxPortHeader(head);
        Optional<Matcher> label = label(host);
        if (label.isPresent()
                && (id.isEmpty() || OUR_SANDBOX_ID.matcher(label.get().group(2)).matches())) {
            return byLabel(label.get(), id, port, target);
        }
        if (id.isPresent()) {
            return new Address.Sandbox(id.get(), port.orElse(GUEST_PORT), target);
        }
        if (port.isPresent()) {
            throw bad("E2b-Sandbox-Port without E2b-Sandbox-Id: send both");
        }
        return withoutSandbox(head.method(), target);
    }

    private static Address byLabel(Matcher label, Optional<String> id, Optional<Integer> port, String target) {
        int labelPort = port(label.group(1), "the host");
        String labelId = label.group(2);
        if (!SANDBOX_ID.matcher(labelId).matches()) {
            throw bad("The host names no sandbox: it starts with PORT-ID, and an id is lower-case letters and digits");
        }
        boolean sameId = id.isEmpty() || id.get().equals(labelId);
        boolean samePort = port.isEmpty() || port.get() == labelPort;
        if (!sameId || !samePort) {
            throw bad("The host and the E2b-Sandbox headers name different sandboxes or ports: send one of them");
        }
        return new Address.Sandbox(labelId, labelPort, target);
    }

    private static Address withoutSandbox(String method, String target) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (reads && target.equals("/health")) {
            return new Address.OwnHealth();
        }
        Matcher terminal = TERMINAL.matcher(target);
        if (terminal.matches()) {
            return new Address.Terminal(terminal.group(1), target);
        }
        Optional<SignedFile> file = SignedFile.of(method, target);
        if (file.isPresent()) {
            return new Address.Signed(file.get(), target);
        }
        throw bad(
                "The request names no sandbox: send E2b-Sandbox-Id (and E2b-Sandbox-Port), or use the host PORT-ID.DOMAIN");
    }

    /** The decoder settles Content-Length; of Transfer-Encoding anything but one plain "chunked" hides a second body. */
    private static void refuseOddFraming(RequestHead head) {
        List<String> encodings = head.transferEncodings();
        boolean plain = encodings.isEmpty()
                || (encodings.size() == 1 && encodings.getFirst().strip().equalsIgnoreCase("chunked"));
        if (!plain) {
            throw bad("Transfer-Encoding may only be \"chunked\", once");
        }
    }

    private static String host(RequestHead head) {
        if (head.hosts().size() > 1) {
            throw bad("More than one Host header");
        }
        String host = head.hosts().isEmpty() ? "" : head.hosts().getFirst().strip();
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            throw bad("The Host header is not a host name or address with an optional port");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    /** The target without scheme and authority; an authority that is not the Host header's is refused. */
    private static String originForm(RequestHead head, String host) {
        String target = head.target();
        if (target.startsWith("/")) {
            return target;
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches()) {
            throw bad("The request target must be a path or an http URL");
        }
        if (!absolute.group(1).equalsIgnoreCase(host)) {
            throw bad("The request target and the Host header name different hosts");
        }
        String rest = absolute.group(2);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static Optional<Matcher> label(String host) {
        int dot = host.indexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        Matcher label = LABEL.matcher(host.substring(0, dot));
        // "10-0-0-1.example.com" is a machine's name: a suffix is only cut off behind an id of ours.
        boolean ours = label.matches()
                && (label.group(3) == null
                        || OUR_SANDBOX_ID.matcher(label.group(2)).matches());
        return ours ? Optional.of(label) : Optional.empty();
    }

    private static Optional<String> sandboxIdHeader(RequestHead head) {
        return single(head.sandboxIds(), "E2b-Sandbox-Id").map(id -> {
            if (!SANDBOX_ID.matcher(id).matches()) {
                throw bad("E2b-Sandbox-Id must be lower-case letters and digits, 63 at most");
            }
            return id;
        });
    }

    private static Optional<Integer> sandboxPortHeader(RequestHead head) {
        return single(head.sandboxPorts(), "E2b-Sandbox-Port").map(port -> port(port, "E2b-Sandbox-Port"));
    }

    private static Optional<String> single(List<String> values, String name) {
        if (values.size() > 1) {
            throw bad("More than one " + name + " header");
        }
        return values.stream().findFirst();
    }

    private static int port(String text, String where) {
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > PORT_MAX) {
            throw bad("The port in " + where + " must be a number from 1 to " + PORT_MAX);
        }
        return Integer.parseInt(text);
    }

    private static Unreadable bad(String message) {
        return new Unreadable(new Refusal.Other(400, message));
    }

    /** Leaves the reading functions early; never leaves this class. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        Unreadable(Refusal refusal) {
            super(null, null, false, false);
            this.refusal = refusal;
        }
    }
}
