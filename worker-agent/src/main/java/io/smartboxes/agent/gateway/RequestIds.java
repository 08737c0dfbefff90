package io.smartboxes.agent.gateway;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name under which a request is found in every part's log: the caller's own if it is a sane one, else a new one. */
final class RequestIds {

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestIds() {}

    static String keepOrMake(@Nullable String given) {
        return given != null && SANE.matcher(given).matches() ? given : make();
    }

    private static String make() {
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        return "req_" + HexFormat.of().formatHex(random);
    }
}
