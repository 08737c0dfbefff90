package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.metrics.Sample;
import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.usage.MeteredInterval;
import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.controlplane.worker.HostedTemplate;
import io.smartboxes.controlplane.worker.Offer;
import io.smartboxes.controlplane.worker.StreamOpening;
import io.smartboxes.controlplane.worker.WorkerRuntime;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.Heartbeat;
import io.smartboxes.workerlink.HeldSandbox;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.UsageInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns a worker's messages into values that are valid. What a worker says is a stranger's text until then. */
final class Wire {

    /** The one version there is. */
    static final int PROTOCOL_VERSION = 1;

    /** Sandboxes that one worker may hold. */
    static final int SANDBOXES_MAX = 20_000;

    private static final int TEMPLATES_MAX = 1_000;
    private static final int SAMPLES_MAX = 2_000;
    private static final int TEXT_MAX = 500;
    private static final Duration DURATION_MAX = Duration.ofDays(3650);
    private static final Instant INSTANT_MAX = Instant.parse("2200-01-01T00:00:00Z");

    private Wire() {}

    /**
     * What a Hello says of the worker.
     *
     * @throws IllegalArgumentException saying which field is wrong
     */
    static StreamOpening opening(Hello hello, String replica) {
        if (hello.getSandboxesCount() > SANDBOXES_MAX || hello.getTemplatesCount() > TEMPLATES_MAX) {
            throw new IllegalArgumentException("A Hello names at most " + SANDBOXES_MAX + " sandboxes and "
                    + TEMPLATES_MAX + " templates, and this one " + hello.getSandboxesCount() + " and "
                    + hello.getTemplatesCount());
        }
        return new StreamOpening(
                WorkerId.parse(hello.getWorkerId()),
                replica,
                shortened(hello.getAgentVersion()),
                shortened(hello.getAgentInstance()),
                shortened(hello.getJournalId()),
                runtime(hello),
                shortened(hello.getPeerAddress()),
                offer(hello.getCapacity()),
                templates(hello));
    }

    private static WorkerRuntime runtime(Hello hello) {
        return switch (hello.getRuntime()) {
            case RUNTIME_GVISOR -> WorkerRuntime.GVISOR;
            case RUNTIME_SIMULATED -> WorkerRuntime.SIMULATED;
            case RUNTIME_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("The Hello names no runtime that this version knows");
        };
    }

    /** @throws IllegalArgumentException when an amount is out of all bounds */
    static Offer offer(io.smartboxes.workerlink.Capacity said) {
        var total = new Capacity(
                Integer.toUnsignedLong(said.getSandboxesTotal()),
                said.getVcpuMillisTotal(),
                said.getMemoryMibTotal(),
                said.getDiskMibTotal());
        if (total.sandboxes() > SANDBOXES_MAX) {
            throw new IllegalArgumentException(
                    "A worker offers at most " + SANDBOXES_MAX + " sandboxes, not " + total.sandboxes());
        }
        int warm = Math.clamp(Integer.toUnsignedLong(said.getWarm()), 0, SANDBOXES_MAX);
        return new Offer(total, warm, said.getCordoned());
    }

    private static List<HostedTemplate> templates(Hello hello) {
        return hello.getTemplatesList().stream()
                .map(template -> new HostedTemplate(shortened(template.getName()), shortened(template.getBuild())))
                .toList();
    }

    /** @throws IllegalArgumentException when an id is malformed */
    static List<HeldLease> held(Hello hello) {
        return hello.getSandboxesList().stream().map(Wire::held).toList();
    }

    private static HeldLease held(HeldSandbox said) {
        return new HeldLease(SandboxId.parse(said.getSandboxId()), said.getEpoch());
    }

    /** The report; empty when this version cannot read it. */
    static Optional<WorkerReport> report(Report said) {
        try {
            return event(said)
                    .map(event -> new WorkerReport(
                            said.getSequence(),
                            SandboxId.parse(said.getSandboxId()),
                            said.getEpoch(),
                            instant(said.getAtMillis()),
                            event));
        } catch (IllegalArgumentException malformedId) {
            return Optional.empty();
        }
    }

    private static Optional<WorkerReport.Event> event(Report said) {
        return switch (said.getEventCase()) {
            case STARTED ->
                Optional.of(new WorkerReport.Started(
                        shortened(said.getStarted().getRuntimeId()),
                        duration(said.getStarted().getRemainingMillis()),
                        said.getStarted().getDeadlineRevision()));
            case START_FAILED ->
                Optional.of(new WorkerReport.StartFailed(
                        sentence(said.getStartFailed().getMessage(), EndCause.START_FAILED),
                        said.getStartFailed().getRetryable()));
            case ENDED -> Optional.of(ended(said.getEnded()));
            case DEADLINE_SET ->
                Optional.of(new WorkerReport.DeadlineSet(
                        said.getDeadlineSet().getRevision(),
                        duration(said.getDeadlineSet().getRemainingMillis())));
            case USAGE -> Optional.of(new WorkerReport.Metered(interval(said)));
            case EVENT_NOT_SET -> Optional.empty();
        };
    }

    /** The samples of a heartbeat that this version can read, and not more than may be in one. */
    static List<Sample> samples(Heartbeat said) {
        return said.getSamplesList().stream()
                .limit(SAMPLES_MAX)
                .map(Wire::sample)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Sample> sample(io.smartboxes.workerlink.Sample said) {
        try {
            return Optional.of(new Sample(
                    SandboxId.parse(said.getSandboxId()),
                    said.getEpoch(),
                    said.getAtMillis(),
                    Integer.toUnsignedLong(said.getCpuHundredths()),
                    said.getMemoryBytes(),
                    said.getCacheBytes(),
                    said.getDiskBytes()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** As it was said; the ledger judges it, and keeps what it does not believe. */
    private static MeteredInterval interval(Report said) {
        UsageInterval usage = said.getUsage();
        return new MeteredInterval(
                SandboxId.parse(said.getSandboxId()),
                said.getEpoch(),
                usage.getSequence(),
                usage.getFromMillis(),
                usage.getToMillis(),
                usage.getVcpuMillis(),
                usage.getMemoryMibMillis(),
                usage.getDiskMibMillis(),
                usage.hasCpuUsedMillis() ? usage.getCpuUsedMillis() : null);
    }

    private static WorkerReport.Ended ended(io.smartboxes.workerlink.Ended said) {
        EndCause cause = EndCause.of(said.getCause()).orElse(EndCause.UNKNOWN);
        return new WorkerReport.Ended(cause, sentence(said.getMessage(), cause), duration(said.getLivedMillis()));
    }

    private static String sentence(String said, EndCause cause) {
        return said.isBlank() ? cause.sentence() : shortened(said);
    }

    /** PostgreSQL's text has no NUL. */
    private static String shortened(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= TEXT_MAX ? clean : clean.substring(0, TEXT_MAX);
    }

    private static Duration duration(long millis) {
        return Duration.ofMillis(Math.clamp(millis, 0, DURATION_MAX.toMillis()));
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(Math.clamp(millis, 0, INSTANT_MAX.toEpochMilli()));
    }
}
