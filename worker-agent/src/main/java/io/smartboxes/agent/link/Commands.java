package io.smartboxes.agent.link;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.supervisor.CauseOfDeath;
import io.smartboxes.agent.supervisor.StartOrder;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.SetDeadline;
import io.smartboxes.workerlink.StartSandbox;
import io.smartboxes.workerlink.StopSandbox;
import io.smartboxes.workerlink.Welcome;
import java.time.Duration;

/** Turns the control plane's messages into the supervisor's calls. Times to live count from here. */
record Commands(Supervisor supervisor, MonotonicClock clock) {

    /** Longer than any sandbox may live; keeps a wrong figure from overflowing the clock. */
    private static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(3650);

    void welcome(Welcome welcome) {
        welcome.getAdoptedList()
                .forEach(adopted -> supervisor.adopted(
                        SandboxId.parse(adopted.getSandboxId()), adopted.getEpoch(), adopted.getAccessToken()));
        welcome.getRefusedList()
                .forEach(refused -> supervisor.refused(
                        SandboxId.parse(refused.getSandboxId()), refused.getEpoch(), refused.getCause()));
    }

    void start(StartSandbox start) {
        supervisor.start(new StartOrder(
                SandboxId.parse(start.getSandboxId()),
                start.getEpoch(),
                start.getTenantId(),
                start.getTemplate(),
                start.getTemplateBuild(),
                start.getTemplateId(),
                deadline(start.getTimeToLiveMillis()),
                start.getDeadlineRevision(),
                start.getEnvironmentMap(),
                start.getAccessToken(),
                start.getRequestId()));
    }

    void stop(StopSandbox stop) {
        supervisor.stop(SandboxId.parse(stop.getSandboxId()), stop.getEpoch(), CauseOfDeath.asked(stop.getCause()));
    }

    void setDeadline(SetDeadline set) {
        supervisor.setDeadline(
                SandboxId.parse(set.getSandboxId()),
                set.getEpoch(),
                set.getRevision(),
                deadline(set.getTimeToLiveMillis()));
    }

    private long deadline(long timeToLiveMillis) {
        long millis = Math.clamp(timeToLiveMillis, 0, TIME_TO_LIVE_MAX.toMillis());
        return clock.nanos() + Duration.ofMillis(millis).toNanos();
    }
}
