package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.sandbox.GuestTokens;
import io.smartboxes.controlplane.sandbox.Holder;
import io.smartboxes.controlplane.sandbox.HolderRights;
import io.smartboxes.controlplane.sandbox.HolderRights.Entitled;
import io.smartboxes.controlplane.sandbox.HolderTokens;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.HolderLists;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a worker's gateway who may enter its sandboxes, and with which tokens; of other workers' it learns nothing. */
@Singleton
final class HolderDesk {

    /** Sandboxes in one question; what is asked beyond is not answered. */
    private static final int ASKED_MAX = 1000;

    private final SystemDatabase database;
    private final HolderRights rights;
    private final HolderTokens tokens;
    private final GuestTokens guestTokens;
    private final InstantSource clock;

    HolderDesk(
            SystemDatabase database,
            HolderRights rights,
            HolderTokens tokens,
            GuestTokens guestTokens,
            InstantSource clock) {
        this.database = database;
        this.rights = rights;
        this.tokens = tokens;
        this.guestTokens = guestTokens;
        this.clock = clock;
    }

    static io.smartboxes.workerlink.Holder spell(Holder holder, String token) {
        return io.smartboxes.workerlink.Holder.newBuilder()
                .setId(holder.toString())
                .setAccessToken(token)
                .build();
    }

    ToWorker answer(WorkerId worker, HoldersRequest request) {
        var asked = request.getSandboxIdsList().stream()
                .limit(ASKED_MAX)
                .map(HolderDesk::parse)
                .flatMap(Optional::stream)
                .toList();
        var lists = HolderLists.newBuilder().setRequest(request.getRequest());
        find(worker, asked).forEach((sandbox, entitled) -> lists.addSandboxes(spell(sandbox, entitled)));
        return ToWorker.newBuilder().setHolders(lists).build();
    }

    private Map<SandboxId, List<Entitled>> find(WorkerId worker, Collection<SandboxId> asked) {
        return database.transaction(statements -> rights.entitled(statements, worker, asked, clock.instant()));
    }

    private io.smartboxes.workerlink.SandboxHolders spell(SandboxId sandbox, List<Entitled> entitled) {
        return io.smartboxes.workerlink.SandboxHolders.newBuilder()
                .setSandboxId(sandbox.toString())
                .addAllHolders(
                        entitled.stream().flatMap(each -> spell(sandbox, each)).toList())
                .build();
    }

    private Stream<io.smartboxes.workerlink.Holder> spell(SandboxId sandbox, Entitled entitled) {
        var own = spell(entitled.holder(), tokens.of(sandbox, entitled.holder()));
        return entitled.hasGuestToken()
                ? Stream.of(own, spell(entitled.holder(), guestTokens.of(sandbox)))
                : Stream.of(own);
    }

    private static Optional<SandboxId> parse(String text) {
        try {
            return Optional.of(SandboxId.parse(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
