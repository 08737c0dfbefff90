package io.smartboxes.controlplane.feed;

import io.micronaut.serde.ObjectMapper;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.apikey.ApiKeyService;
import io.smartboxes.controlplane.quota.LimitService;
import io.smartboxes.controlplane.sandbox.SandboxViews;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What things are now that have changed, as far as the reader of a stream may see them. */
@Singleton
final class ChangedThings {

    private final SandboxViews sandboxes;
    private final ApiKeyService keys;
    private final LimitService limits;
    private final ObjectMapper json;

    ChangedThings(SandboxViews sandboxes, ApiKeyService keys, LimitService limits, ObjectMapper json) {
        this.sandboxes = sandboxes;
        this.keys = keys;
        this.limits = limits;
        this.json = json;
    }

    /** One event for each that is still there and the reader's to see, in the order of the changes. */
    List<byte[]> tell(Actor actor, List<Change> changes) {
        var now = new HashMap<Change.Subject, Object>();
        for (var sandbox : sandboxes.find(actor.tenantId(), ids(changes, Change.Kind.SANDBOX))) {
            now.put(
                    new Change.Subject(
                            Change.Kind.SANDBOX, SandboxId.parse(sandbox.id()).value()),
                    sandbox);
        }
        for (var key : keys.find(actor, ids(changes, Change.Kind.API_KEY))) {
            now.put(
                    new Change.Subject(
                            Change.Kind.API_KEY, ApiKeyId.parse(key.id()).value()),
                    key);
        }
        if (actor.may(Action.TENANT_READ) && !ids(changes, Change.Kind.LIMITS).isEmpty()) {
            now.put(new Change.Subject(Change.Kind.LIMITS, actor.tenantId().value()), limits.of(actor.tenantId()));
        }
        return spell(changes, now);
    }

    private List<byte[]> spell(List<Change> changes, Map<Change.Subject, Object> now) {
        var told = new ArrayList<byte[]>();
        for (var change : changes) {
            var thing = now.get(change.subject());
            if (thing != null) {
                told.add(EventText.of(change.subject().kind().eventName(), change.position(), spell(thing)));
            }
        }
        return told;
    }

    private String spell(Object thing) {
        try {
            return new String(json.writeValueAsBytes(thing), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<UUID> ids(List<Change> changes, Change.Kind kind) {
        return changes.stream()
                .map(Change::subject)
                .filter(subject -> subject.kind() == kind)
                .map(Change.Subject::id)
                .distinct()
                .toList();
    }
}
