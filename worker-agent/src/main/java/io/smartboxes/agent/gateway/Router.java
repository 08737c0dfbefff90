package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds who serves a sandbox: this worker, if the policy lets the request in, or the gateway of another one. */
final class Router {

    private final Vertx vertx;
    private final SandboxDirectory directory;
    private final Locations locations;
    private final Upstreams upstreams;
    private final Doorkeeper doorkeeper;

    Router(Vertx vertx, SandboxDirectory directory, Locations locations, Upstreams upstreams, Doorkeeper doorkeeper) {
        this.vertx = vertx;
        this.directory = directory;
        this.locations = locations;
        this.upstreams = upstreams;
        this.doorkeeper = doorkeeper;
    }

    /**
     * Completes at once for a sandbox of this worker, if what the caller shows is known.
     *
     * @param tokens every value of X-Access-Token
     * @param mayPassOn false for what another gateway passed on, so that nothing travels in circles
     */
    Future<Route> route(Address.Sandbox address, String method, List<String> tokens, boolean mayPassOn) {
        Optional<SandboxId> id = parse(address.sandboxId());
        Optional<LocalSandbox> local = id.flatMap(directory::find);
        if (local.isPresent()) {
            return enter(local.get(), address, method, tokens);
        }
        if (id.isEmpty() || !mayPassOn) {
            return Future.succeededFuture(new Route.Refuse(new Refusal.NotFound(address.sandboxId()), true));
        }
        return Future.fromCompletionStage(locations.of(id.get()), vertx.getOrCreateContext())
                .map(location -> passOn(location, address, id.get()));
    }

    /** Completes at once for a sandbox of this worker; whoever has it knows whether the caller may open a terminal. */
    Future<Route> route(Address.Terminal address, boolean mayPassOn) {
        Optional<SandboxId> id = parse(address.sandboxId());
        if (id.flatMap(directory::find).isPresent()) {
            return Future.succeededFuture(new Route.Terminal(id.get()));
        }
        if (id.isEmpty() || !mayPassOn) {
            return Future.succeededFuture(new Route.Refuse(new Refusal.NotFound(address.sandboxId()), true));
        }
        var there = new Address.Sandbox(address.sandboxId(), Addressing.GUEST_PORT, address.target());
        return Future.fromCompletionStage(locations.of(id.get()), vertx.getOrCreateContext())
                .map(location -> passOn(location, there, id.get()));
    }

    /** A signature without a sandbox's name can only be matched against the sandboxes that this worker runs. */
    Future<Route> route(Address.Signed address, String method, List<String> tokens) {
        return doorkeeper
                .signer(address.file())
                .compose(signer -> signer.map(sandbox -> enter(
                                sandbox,
                                new Address.Sandbox(sandbox.id().toString(), Addressing.GUEST_PORT, address.target()),
                                method,
                                tokens))
                        .orElseGet(() -> Future.succeededFuture(new Route.Refuse(
                                new Refusal.Other(
                                        404,
                                        "No sandbox running on this worker signed this URL: the sandbox has ended, runs on"
                                                + " another worker, or the URL was changed. A URL on the host"
                                                + " 49983-SANDBOXID.DOMAIN works with every worker"),
                                false))));
    }

    /** What the sandbox's other gateway says about it is newer than what is remembered here. */
    void forgetLocation(String sandboxId) {
        parse(sandboxId).ifPresent(locations::forget);
    }

    private Future<Route> enter(LocalSandbox sandbox, Address.Sandbox address, String method, List<String> tokens) {
        TrafficRequest request = new TrafficRequest(address.sandboxId(), address.port(), method, address.target());
        return switch (TrafficPolicy.decide(request)) {
            case TrafficDecision.Refused refused -> Future.succeededFuture(new Route.Refuse(refused.refusal(), false));
            case TrafficDecision.Allowed() ->
                address.port() == Addressing.GUEST_PORT
                        ? doorkeeper
                                .admit(sandbox, address.target(), Shown.of(method, address.target(), tokens))
                                .map(entry -> enter(entry, address))
                        : Future.succeededFuture(to(sandbox, address, null));
        };
    }

    private Route enter(Entry entry, Address.Sandbox address) {
        return switch (entry) {
            case Entry.Unnamed(LocalSandbox sandbox) -> to(sandbox, address, null);
            case Entry.Admitted(LocalSandbox sandbox, Entry.Pass pass) -> to(sandbox, address, pass);
            case Entry.Refused(Refusal refusal) -> new Route.Refuse(refusal, refusal instanceof Refusal.NotFound);
        };
    }

    private Route to(LocalSandbox sandbox, Address.Sandbox address, Entry.@Nullable Pass pass) {
        return new Route.To(
                upstreams.local(sandbox, address.port()),
                address.sandboxId(),
                address.port(),
                () -> isStillLocal(sandbox),
                pass);
    }

    /** The connections of a boot that ended while a request was on its way here must not stay behind. */
    private boolean isStillLocal(LocalSandbox sandbox) {
        boolean still = directory
                .find(sandbox.id())
                .filter(now -> now.runtimeId().equals(sandbox.runtimeId()))
                .isPresent();
        if (!still) {
            upstreams.ended(sandbox.runtimeId());
        }
        return still;
    }

    private Route passOn(SandboxLocation location, Address.Sandbox address, SandboxId id) {
        return switch (location) {
            case SandboxLocation.AtPeer peer ->
                new Route.To(upstreams.peer(peer), address.sandboxId(), address.port(), () -> true, null);
            case SandboxLocation.NotFound() -> new Route.Refuse(new Refusal.NotFound(id.toString()), true);
            case SandboxLocation.Unknown unknown -> new Route.Refuse(Refusal.unlocated(), false);
        };
    }

    private static Optional<SandboxId> parse(String text) {
        try {
            return Optional.of(SandboxId.parse(text));
        } catch (IllegalArgumentException neverGivenOut) {
            return Optional.empty();
        }
    }
}
