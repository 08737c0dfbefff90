package io.smartboxes.agent.link;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.supervisor.CauseOfDeath;
import io.smartboxes.agent.supervisor.StartOrder;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.agent.terminal.GrantAnswer;
import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.agent.terminal.TicketGrant;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.GrantTicket;
import io.smartboxes.workerlink.RevokeTicket;
import io.smartboxes.workerlink.SetDeadline;
import io.smartboxes.workerlink.StartSandbox;
import io.smartboxes.workerlink.StopSandbox;
import io.smartboxes.workerlink.TicketAnswer;
import io.smartboxes.workerlink.TicketState;
import io.smartboxes.workerlink.Welcome;
import java.time.Duration;
import java.util.HexFormat;

/** Turns the control plane's messages into the supervisor's calls. Times to live count from here. */
record Commands(Supervisor supervisor, Terminals terminals, MonotonicClock clock) {

    /** Longer than any sandbox may live; keeps a wrong figure from overflowing the clock. */
    private static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(3650);

    void welcome(Welcome welcome) {
        terminals.welcomed(welcome.getTerminalOriginsList());
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
                TokenLists.of(start.getHoldersList(), holdersAsOf(start)),
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

    /** Answers whether the ticket is good here. */
    TicketAnswer grant(GrantTicket grant) {
        var answer = terminals.grant(new TicketGrant(
                grant.getTicketId(),
                SandboxId.parse(grant.getSandboxId()),
                grant.getEpoch(),
                HexFormat.of().formatHex(grant.getHash().toByteArray()),
                grant.getTerminalId(),
                grant.getNewTerminal(),
                grant.getTimeToLiveMillis(),
                grant.getUserId() + grant.getApiKeyId()));
        var said = TicketAnswer.newBuilder().setTicketId(grant.getTicketId()).setSandboxId(grant.getSandboxId());
        return switch (answer) {
            case GrantAnswer.Granted() ->
                said.setState(TicketState.TICKET_STATE_GRANTED).build();
            case GrantAnswer.NotHere() ->
                said.setState(TicketState.TICKET_STATE_NOT_HERE).build();
            case GrantAnswer.LimitReached(String message) ->
                said.setState(TicketState.TICKET_STATE_LIMIT_REACHED)
                        .setMessage(message)
                        .build();
            case GrantAnswer.Over() ->
                said.setState(TicketState.TICKET_STATE_OVER).build();
        };
    }

    /** Closes what the ticket opened; the answer says that it opens nothing any more. */
    TicketAnswer revoke(RevokeTicket revoke) {
        terminals.revoke(revoke.getTicketId());
        return TicketAnswer.newBuilder()
                .setTicketId(revoke.getTicketId())
                .setSandboxId(revoke.getSandboxId())
                .setState(TicketState.TICKET_STATE_OVER)
                .build();
    }

    private long holdersAsOf(StartSandbox start) {
        long millis = Math.clamp(start.getHoldersAgeMillis(), 0, TIME_TO_LIVE_MAX.toMillis());
        return clock.nanos() - Duration.ofMillis(millis).toNanos();
    }

    private long deadline(long timeToLiveMillis) {
        long millis = Math.clamp(timeToLiveMillis, 0, TIME_TO_LIVE_MAX.toMillis());
        return clock.nanos() + Duration.ofMillis(millis).toNanos();
    }
}
