package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Opened;
import io.smartboxes.controlplane.metrics.Sample;
import io.smartboxes.controlplane.worker.Offer;
import io.smartboxes.controlplane.worker.WorkerStream;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Heartbeat;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.LocateRequest;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.ReportAck;
import io.smartboxes.workerlink.ToWorker;
import java.util.ArrayList;
import java.util.List;

/** What a live worker says, dealt with in order. Owned by its conversation's thread. */
final class InwardMessages {

    private final WorkerStream stream;
    private final Outbox outbox;
    private final LinkDesk desk;
    private final long newestReport;
    private List<SeenSandbox> missing;
    private long acknowledged;
    private boolean firstReport = true;

    InwardMessages(Opened opened, Outbox outbox, LinkDesk desk) {
        this.stream = opened.stream();
        this.outbox = outbox;
        this.desk = desk;
        this.newestReport = opened.newestReport();
        this.missing = opened.verdicts().missing();
        this.acknowledged = opened.acknowledgedReport();
    }

    /** Tells from where on reports are missing here, and settles what no report will explain. */
    void begin() throws InterruptedException {
        acknowledge();
        settleMissing();
    }

    /** Deals with what came at once: all reports of it in one transaction. */
    void handle(List<FromWorker> messages) throws StreamEnded, InterruptedException {
        var reports = new ArrayList<Report>();
        var heartbeats = new ArrayList<Heartbeat>();
        for (FromWorker message : messages) {
            switch (message.getMessageCase()) {
                case REPORT -> reports.add(message.getReport());
                case HEARTBEAT -> heartbeats.add(message.getHeartbeat());
                case LOCATE -> locate(message.getLocate());
                case TICKET_ANSWER -> desk.ticketAnswered(stream, message.getTicketAnswer());
                case LOG_PAGE -> desk.logRead(stream, message.getLogPage());
                case HOLDERS -> holders(message.getHolders());
                case HELLO ->
                    throw new StreamEnded(
                            Status.FAILED_PRECONDITION.withDescription("A stream has one Hello, and it comes first"));
                // Fields are only ever added: what a newer worker says beyond is not for this version.
                case MESSAGE_NOT_SET -> {}
            }
        }
        if (!reports.isEmpty()) {
            report(reports);
        }
        if (!heartbeats.isEmpty()) {
            heartbeat(heartbeats.getLast());
        }
        // After the reports: what began to run with one of them is known then.
        heartbeats.forEach(this::samples);
    }

    private void report(List<Report> said) throws StreamEnded, InterruptedException {
        var reports = new ArrayList<WorkerReport>();
        long newest = acknowledged;
        for (Report report : said) {
            if (Long.compareUnsigned(report.getSequence(), newest) <= 0) {
                desk.count(LinkCounter.REPORTS_REPEATED);
                continue;
            }
            requireNext(report, newest);
            newest = report.getSequence();
            Wire.report(report).ifPresentOrElse(reports::add, () -> desk.count(LinkCounter.REPORTS_MALFORMED));
        }
        if (newest != acknowledged) {
            desk.take(stream, reports, newest);
            acknowledged = newest;
        }
        acknowledge();
        settleMissing();
    }

    /** A report that overtakes others would have them taken for repeated. Only what was acknowledged long ago may be gone. */
    private void requireNext(Report report, long previous) throws StreamEnded {
        boolean next = report.getSequence() == previous + 1;
        if (!next && !firstReport) {
            throw new StreamEnded(Status.OUT_OF_RANGE.withDescription("Report " + report.getSequence() + " came after "
                    + previous + "; connect again and send them in order"));
        }
        if (!next) {
            desk.count(LinkCounter.REPORTS_MISSING);
        }
        firstReport = false;
    }

    private void acknowledge() {
        outbox.send(ToWorker.newBuilder()
                .setReportAck(ReportAck.newBuilder().setSequence(acknowledged))
                .build());
    }

    private void settleMissing() throws InterruptedException {
        if (!missing.isEmpty() && Long.compareUnsigned(acknowledged, newestReport) >= 0) {
            desk.lose(stream, missing);
            missing = List.of();
        }
    }

    private void heartbeat(Heartbeat heartbeat) throws StreamEnded {
        Offer offer;
        try {
            offer = Wire.offer(heartbeat.getCapacity());
        } catch (IllegalArgumentException insane) {
            throw new StreamEnded(Status.INVALID_ARGUMENT.withDescription(insane.getMessage()));
        }
        desk.heard(stream, offer);
    }

    private void samples(Heartbeat heartbeat) {
        List<Sample> samples = Wire.samples(heartbeat);
        if (samples.size() < heartbeat.getSamplesCount()) {
            desk.count(LinkCounter.SAMPLES_MALFORMED);
        }
        if (!samples.isEmpty()) {
            desk.sampled(stream, samples);
        }
    }

    private void holders(HoldersRequest request) {
        desk.holders(stream, request).ifPresent(outbox::send);
    }

    private void locate(LocateRequest request) {
        desk.locate(request).ifPresent(outbox::send);
    }
}
