package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.journal.MeterLine;
import io.smartboxes.agent.journal.SandboxLine;
import io.smartboxes.agent.journal.Tombstone;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.id.SandboxId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One sandbox under one lease epoch, as this worker knows it. Guarded by itself: whoever reads or changes more than one
 * thing holds its monitor.
 */
final class Sandbox {

    private final SandboxId id;
    private final long epoch;
    private final String tenantId;
    private final String requestId;
    private final TemplateBuild template;
    private final String boot;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private SandboxState state;
    private long deadlineNanos;
    private long deadlineRevision;
    private @Nullable GuestIdentity identity;
    private @Nullable String accessToken;
    private @Nullable TokenHolders holders;
    private @Nullable RuntimeId runtimeId;
    private @Nullable Box box;
    private boolean warm;
    private @Nullable Long startedNanos;
    private long endedNanos;
    private @Nullable CauseOfDeath cause;
    private @Nullable Future<?> deadlineTimer;
    private @Nullable CompletableFuture<WarmPool.Taken> wait;
    private @Nullable MeterLine meter;

    /** A sandbox that was just asked for. */
    static Sandbox ordered(StartOrder order, TemplateBuild template, String boot) {
        var sandbox = new Sandbox(
                order.id(), order.epoch(), order.tenantId(), order.requestId(), template, boot, SandboxState.WAITING);
        sandbox.deadlineNanos = order.deadlineNanos();
        sandbox.deadlineRevision = order.deadlineRevision();
        sandbox.accessToken = order.accessToken();
        sandbox.holders = order.holders();
        sandbox.identity = new GuestIdentity(
                order.id().toString(), order.templateId(), order.accessToken(), order.environment(), "user");
        return sandbox;
    }

    /** A sandbox whose box outlived the agent that started it. */
    static Sandbox adopted(SandboxLine line, Box box, MeterLine meter) {
        Sandbox sandbox = of(line, SandboxState.RUNNING);
        sandbox.box = box;
        sandbox.meter = meter;
        return sandbox;
    }

    /** A sandbox that an earlier agent left half made, half removed, or whose box died meanwhile. */
    static Sandbox remains(SandboxLine line, CauseOfDeath cause) {
        Sandbox sandbox = of(line, SandboxState.STOPPING);
        sandbox.cause = cause;
        return sandbox;
    }

    private static Sandbox of(SandboxLine line, SandboxState state) {
        var sandbox = new Sandbox(
                line.id(), line.epoch(), line.tenantId(), line.requestId(), line.template(), line.boot(), state);
        sandbox.deadlineNanos = line.deadlineNanos();
        sandbox.deadlineRevision = line.deadlineRevision();
        sandbox.runtimeId = line.runtimeId();
        sandbox.startedNanos = line.startedNanos();
        sandbox.warm = line.warm();
        return sandbox;
    }

    private Sandbox(
            SandboxId id,
            long epoch,
            String tenantId,
            String requestId,
            TemplateBuild template,
            String boot,
            SandboxState state) {
        this.id = id;
        this.epoch = epoch;
        this.tenantId = tenantId;
        this.requestId = requestId;
        this.template = template;
        this.boot = boot;
        this.state = state;
    }

    SandboxId id() {
        return id;
    }

    long epoch() {
        return epoch;
    }

    String tenantId() {
        return tenantId;
    }

    String requestId() {
        return requestId;
    }

    TemplateBuild template() {
        return template;
    }

    /** Completes when the end is in the journal. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    synchronized SandboxState state() {
        return state;
    }

    synchronized Optional<RuntimeId> runtimeId() {
        return Optional.ofNullable(runtimeId);
    }

    synchronized Optional<CauseOfDeath> cause() {
        return Optional.ofNullable(cause);
    }

    /** Where its guest answers; only while it runs. */
    synchronized Optional<Box> runningBox() {
        return state == SandboxState.RUNNING ? Optional.ofNullable(box) : Optional.empty();
    }

    /** What its guest demands; unknown after the agent was restarted, until the control plane has been heard. */
    synchronized Optional<String> accessToken() {
        return Optional.ofNullable(accessToken);
    }

    synchronized void accessToken(String token) {
        accessToken = token;
    }

    /** Who may enter; unknown after the agent was restarted, until the control plane was asked. */
    synchronized Optional<TokenHolders> holders() {
        return Optional.ofNullable(holders);
    }

    /** Takes a newer answer. */
    synchronized void holders(TokenHolders now) {
        if (holders == null || now.asOfNanos() - holders.asOfNanos() > 0) {
            holders = now;
        }
    }

    synchronized long deadlineNanos() {
        return deadlineNanos;
    }

    synchronized long deadlineRevision() {
        return deadlineRevision;
    }

    synchronized boolean warm() {
        return warm;
    }

    /** Takes a newer deadline; says whether it was newer. */
    synchronized boolean deadline(long nanos, long revision) {
        if (revision <= deadlineRevision) {
            return false;
        }
        deadlineNanos = nanos;
        deadlineRevision = revision;
        return true;
    }

    /** Replaces the timer that will end it. */
    synchronized void deadlineTimer(@Nullable Future<?> timer) {
        if (deadlineTimer != null) {
            deadlineTimer.cancel(false);
        }
        deadlineTimer = timer;
    }

    synchronized void waitsFor(CompletableFuture<WarmPool.Taken> taken) {
        wait = taken;
    }

    synchronized void stopWaiting() {
        if (wait != null) {
            wait.cancel(false);
        }
    }

    /** Moves on as the table says; empty when the event changes nothing. The caller holds the monitor and acts on it. */
    synchronized Optional<SandboxTransitions.Transition> apply(SandboxEvent event, long now) {
        Optional<SandboxTransitions.Transition> transition = SandboxTransitions.of(state, event.kind());
        transition.ifPresent(arrow -> {
            state = arrow.next();
            remember(event, now);
        });
        return transition;
    }

    private void remember(SandboxEvent event, long now) {
        switch (event) {
            case SandboxEvent.BoxTaken taken -> {
                box = taken.box();
                runtimeId = taken.box().id();
                warm = taken.warm();
            }
            case SandboxEvent.Assigned unused -> {
                startedNanos = now;
                identity = null;
            }
            case SandboxEvent.NoBox noBox -> dies(noBox.cause(), now);
            case SandboxEvent.AssignmentFailed failed -> dies(failed.cause(), now);
            case SandboxEvent.EndAsked asked -> dies(asked.cause(), now);
            case SandboxEvent.BoxExited exited -> {
                // Before it ran, the death of its box is a failed start, whatever the box died of.
                CauseOfDeath of = exited.cause();
                dies(startedNanos == null ? CauseOfDeath.startFailed(of.code(), of.message(), true) : of, now);
            }
            case SandboxEvent.Destroyed unused -> box = null;
        }
    }

    private void dies(CauseOfDeath of, long now) {
        cause = of;
        endedNanos = now;
        identity = null;
    }

    /** What its guest must be told; only while it is being assigned. */
    synchronized Optional<GuestIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    /** Its box, while it has one. */
    synchronized Optional<Box> box() {
        return Optional.ofNullable(box);
    }

    /** Its line on entering {@link SandboxState#ASSIGNING}. */
    synchronized SandboxLine assignmentLine() {
        return new SandboxLine(
                id,
                epoch,
                tenantId,
                requestId,
                Objects.requireNonNull(runtimeId),
                template,
                SandboxLine.Phase.ASSIGNING,
                boot,
                deadlineNanos,
                deadlineRevision,
                null,
                warm,
                null,
                null,
                null);
    }

    /** How far its use has been told; empty unless it runs, or ran under this agent. */
    synchronized Optional<MeterLine> meter() {
        return Optional.ofNullable(meter);
    }

    synchronized void meter(MeterLine line) {
        meter = line;
    }

    /** Whether it ever ran. */
    synchronized boolean hasStarted() {
        return startedNanos != null;
    }

    /** When it began to run, on the monotonic clock. */
    synchronized long startedNanos() {
        return Objects.requireNonNull(startedNanos);
    }

    /** When its end was decided, on the monotonic clock; 0 until then. */
    synchronized long endedNanos() {
        return endedNanos;
    }

    /** Its tombstone, once it has a cause of death. */
    synchronized Tombstone tombstone() {
        CauseOfDeath of = Objects.requireNonNull(cause);
        return new Tombstone(
                id, epoch, runtimeId == null ? "" : runtimeId.text(), of.code(), of.message(), livedMillis());
    }

    private long livedMillis() {
        // A box found dead after a restart of the agent: nobody knows when, so nothing beyond the start is claimed.
        if (startedNanos == null || endedNanos == 0) {
            return 0;
        }
        return Duration.ofNanos(endedNanos - startedNanos).toMillis();
    }
}
