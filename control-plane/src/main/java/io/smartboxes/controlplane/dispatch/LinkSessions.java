package io.smartboxes.controlplane.dispatch;

import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The workers whose streams this replica holds. */
@Singleton
final class LinkSessions {

    private final Map<WorkerId, LinkSession> live = new ConcurrentHashMap<>();

    /** The worker's session from now on. What it had here before is ended. */
    void opened(LinkSession session) {
        LinkSession older = live.put(session.worker(), session);
        if (older != null) {
            older.supersede();
        }
    }

    void closed(LinkSession session) {
        live.remove(session.worker(), session);
    }

    /** This replica is going down: its workers are to connect elsewhere, or again. */
    void shutDown() {
        live.values().forEach(LinkSession::shutDown);
    }

    List<LinkSession> live() {
        return List.copyOf(live.values());
    }
}
