package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.terminal.TicketState;
import io.smartboxes.controlplane.worker.WorkerStream;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TerminalTicketId;
import io.smartboxes.workerlink.TicketAnswer;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Takes down what workers say about tickets for terminals. An answer that is lost is asked for again. */
@Singleton
final class TicketIntake {

    private static final int MESSAGE_MAX = 500;

    private final SystemDatabase database;
    private final TicketRows tickets;
    private final NudgeBus nudges;

    TicketIntake(SystemDatabase database, TicketRows tickets, NudgeBus nudges) {
        this.database = database;
        this.tickets = tickets;
        this.nudges = nudges;
    }

    /** @throws IllegalArgumentException when the answer names no ticket */
    void take(WorkerStream stream, TicketAnswer answer) {
        var ticket = TerminalTicketId.parse(answer.getTicketId());
        var sandbox = SandboxId.parse(answer.getSandboxId());
        Optional<TicketState> state = state(answer);
        if (state.isEmpty()) {
            return;
        }
        String said = answer.getMessage();
        String message = said.isEmpty() ? null : said.substring(0, Math.min(said.length(), MESSAGE_MAX));
        boolean isNews = database.transaction(statements -> tickets.answered(
                statements, stream.worker(), ticket, state.get().name(), message));
        if (isNews) {
            nudges.publish(SandboxTopics.SEEN, sandbox.toString());
        }
    }

    private static Optional<TicketState> state(TicketAnswer answer) {
        return switch (answer.getState()) {
            case TICKET_STATE_GRANTED -> Optional.of(TicketState.GRANTED);
            case TICKET_STATE_NOT_HERE -> Optional.of(TicketState.NOT_HERE);
            case TICKET_STATE_LIMIT_REACHED -> Optional.of(TicketState.LIMIT_REACHED);
            case TICKET_STATE_OVER -> Optional.of(TicketState.OVER);
            case TICKET_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
