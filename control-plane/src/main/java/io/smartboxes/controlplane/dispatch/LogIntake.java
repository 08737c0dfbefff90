package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.log.LogTopics;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.worker.WorkerStream;
import io.smartboxes.workerlink.LogPage;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Takes down what workers answer about logs, for whoever waits. */
@Singleton
final class LogIntake {

    private final SystemDatabase database;
    private final LogRows logs;
    private final NudgeBus nudges;

    LogIntake(SystemDatabase database, LogRows logs, NudgeBus nudges) {
        this.database = database;
        this.logs = logs;
        this.nudges = nudges;
    }

    /** @throws IllegalArgumentException when the answer names no question */
    void take(WorkerStream stream, LogPage page) {
        var id = UUID.fromString(page.getRequestId());
        boolean isAwaited =
                database.transaction(statements -> logs.answered(statements, stream.worker(), id, page.toByteArray()));
        if (isAwaited) {
            nudges.publish(LogTopics.ANSWERED, id.toString());
        }
    }
}
