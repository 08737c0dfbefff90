package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.RuntimeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One wide line per arrow of the state machine. */
final class TransitionLog {

    private static final Logger LOG = LoggerFactory.getLogger(TransitionLog.class);

    private TransitionLog() {}

    static void line(Sandbox sandbox, SandboxState from, SandboxState to) {
        LOG.info(
                "event=sandbox requestId={} tenantId={} sandboxId={} epoch={} runtimeId={} from={} to={} cause={}",
                sandbox.requestId(),
                sandbox.tenantId(),
                sandbox.id(),
                sandbox.epoch(),
                sandbox.runtimeId().map(RuntimeId::text).orElse("-"),
                from,
                to,
                sandbox.cause().map(CauseOfDeath::code).orElse("-"));
    }
}
