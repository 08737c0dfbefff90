package io.smartboxes.controlplane.crash;

import io.grpc.StatusRuntimeException;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Callers and workers of a control plane that keeps dying: they try again, as real ones do. */
final class Patience {

    /** A start, a death and another start, on a busy machine. */
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Come back in a moment: no room, no database, an earlier attempt under way. */
    private static final Set<Integer> LATER = Set.of(503, 409);

    private final KilledReplica replica;
    private final Api api;

    Patience(KilledReplica replica, Api api) {
        this.replica = replica;
        this.api = api;
    }

    String key() {
        return Objects.requireNonNull(api.headers().get("X-API-KEY"));
    }

    /** Asks until somebody answers who does not ask to come back. */
    Reply ask(String what, Function<Api, Reply> request) {
        return Eventually.found(LONG, what, () -> once(request).filter(reply -> !LATER.contains(reply.status())));
    }

    /** Asks once; nothing, if whoever was asked died of it. */
    Optional<Reply> once(Function<Api, Reply> request) {
        try {
            return Optional.of(request.apply(api));
        } catch (UncheckedIOException died) {
            return Optional.empty();
        }
    }

    /** The id of the one sandbox that stands for the key. */
    String create(String idempotencyKey, String body) {
        return ask(
                        "a sandbox is made",
                        caller -> caller.with("Idempotency-Key", idempotencyKey).post("/v2/sandboxes", body))
                .expect(201)
                .field("sandboxID");
    }

    FakeWorkerIdentity enrol(String token, String name) {
        var keys = FakeWorkerIdentity.newKeys();
        return Eventually.found(LONG, name + " is enrolled", () -> {
            try {
                return Optional.of(FakeWorkerIdentity.enrol(replica.linkPort(), token, name, keys));
            } catch (StatusRuntimeException died) {
                return Optional.empty();
            }
        });
    }
}
