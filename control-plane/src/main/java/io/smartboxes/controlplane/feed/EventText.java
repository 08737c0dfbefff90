package io.smartboxes.controlplane.feed;

import java.nio.charset.StandardCharsets;

/** Spells server-sent events (HTML Living Standard, section 9.2). */
final class EventText {

    static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private EventText() {}

    /** @param json in one line */
    static byte[] of(String name, FeedPosition position, String json) {
        return ("event: " + name + "\nid: " + position + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
