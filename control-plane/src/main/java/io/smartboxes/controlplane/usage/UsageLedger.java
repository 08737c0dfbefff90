package io.smartboxes.controlplane.usage;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what workers say into the ledger, once, or puts it aside. Runs in its caller's transaction. */
@Singleton
public final class UsageLedger {

    private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);

    private final LedgerRepository ledger;
    private final UsageCounters counters;

    UsageLedger(LedgerRepository ledger, UsageCounters counters) {
        this.ledger = ledger;
        this.counters = counters;
    }

    /**
     * Makes a stretch part of the ledger, unless it is there already or cannot be true. Either way the worker need not say it again.
     * The caller holds the sandbox's row.
     */
    public void record(Statements statements, WorkerId worker, MeteredInterval said, Instant now) {
        MeteredLease lease = ledger.lease(statements, said).orElse(null);
        Optional<AsideReason> doubt = UsageRules.doubt(lease, worker, said, now);
        if (doubt.isPresent() || lease == null) {
            aside(statements, worker, said, doubt.orElse(AsideReason.UNKNOWN_SANDBOX), now);
        } else if (!lease.repeated()) {
            ledger.add(statements, lease, worker, said, now);
            counters.increment(UsageCounter.STRETCHES_RECORDED);
        } else if (ledger.says(statements, lease, said)) {
            counters.increment(UsageCounter.STRETCHES_REPEATED);
        } else {
            aside(statements, worker, said, AsideReason.CONTRADICTS, now);
        }
    }

    private void aside(Statements statements, WorkerId worker, MeteredInterval said, AsideReason reason, Instant now) {
        counters.increment(UsageCounter.STRETCHES_ASIDE);
        LOG.warn(
                "event=usage-aside workerId={} sandboxId={} epoch={} sequence={} reason={}",
                worker,
                said.sandbox(),
                said.epoch(),
                said.sequence(),
                reason.code());
        ledger.putAside(statements, worker, said, reason, now);
    }
}
