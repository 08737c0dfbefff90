package io.smartboxes.agent.terminal;

import io.smartboxes.id.SandboxId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every terminal of this worker, and the tickets that lead to them. */
public final class Terminals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Terminals.class);

    /** Of tickets known at once; the control plane allows 64 to a sandbox. */
    private static final int TICKETS_MAX = 10_000;

    /** How long a ticket is remembered after it expired, so that a command sent twice does not make it good again. */
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final TerminalHost host;
    private final TerminalLimits limits;
    private final LongSupplier nanoTime;
    private final Map<String, Ticket> ticketsById = new ConcurrentHashMap<>();
    private final Map<String, Ticket> ticketsByHash = new ConcurrentHashMap<>();
    private final Map<String, BoxTerminals> boxes = new ConcurrentHashMap<>();
    private volatile @Nullable Set<String> origins;
    private volatile BiConsumer<String, SandboxId> onTicketOver = (ticket, sandbox) -> {};
    private volatile @Nullable Long unheardSince;
    private final Thread ticking;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    public Terminals(TerminalHost host, TerminalLimits limits, LongSupplier nanoTime) {
        this.host = host;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.ticking = Thread.ofVirtual().name("terminals").start(this::tickOnAndOn);
    }

    /** Whom to tell, with its id, when a ticket opens nothing any more and nothing that it opened is open. */
    public void onTicketOver(BiConsumer<String, SandboxId> listener) {
        onTicketOver = listener;
    }

    /** The control plane is heard: these web pages may open terminals. */
    public void welcomed(List<String> pages) {
        origins = Set.copyOf(pages);
        unheardSince = null;
    }

    /** The control plane is not heard any more. */
    public void unheard() {
        if (unheardSince == null) {
            unheardSince = nanoTime.getAsLong();
        }
    }

    /** Whether a page of this origin may open terminals; programs, which have none, may. */
    public boolean admits(@Nullable String origin) {
        var known = origins;
        return origin == null || (known != null && known.contains(origin));
    }

    /** Takes a ticket. Means the same when it comes twice. */
    public GrantAnswer grant(TicketGrant grant) {
        var known = ticketsById.get(grant.id());
        if (known != null) {
            return known.isOver() ? new GrantAnswer.Over() : new GrantAnswer.Granted();
        }
        var place = host.find(grant.sandbox()).filter(at -> at.epoch() == grant.epoch());
        if (place.isEmpty()) {
            return new GrantAnswer.NotHere();
        }
        var box = boxes.get(place.get().runtimeId());
        if (grant.isNewTerminal() && box != null && box.isFull()) {
            return new GrantAnswer.LimitReached(box.full().reason());
        }
        if (ticketsById.size() >= TICKETS_MAX) {
            return new GrantAnswer.LimitReached(
                    "This worker has too many tickets for terminals. Try again in a minute.");
        }
        var ticket = new Ticket(
                grant,
                nanoTime.getAsLong()
                        + Duration.ofMillis(grant.timeToLiveMillis()).toNanos());
        ticketsById.put(grant.id(), ticket);
        ticketsByHash.put(grant.hash(), ticket);
        return new GrantAnswer.Granted();
    }

    /** Its holder may not use it any more: it opens nothing, and what it opened is closed. */
    public void revoke(String id) {
        var ticket = ticketsById.get(id);
        if (ticket != null) {
            LOG.info(
                    "event=terminal-revoked sandboxId={} terminalId={} holder={}",
                    ticket.grant().sandbox(),
                    ticket.grant().terminal(),
                    ticket.grant().holder());
            ticket.end(Ending.revoked());
        }
    }

    /** Lets somebody in who shows a ticket. Blocks while a shell starts. */
    public Opening open(SandboxId sandbox, String text, TerminalSize size, Viewer viewer) {
        var ticket = ticketsByHash.get(hash(text));
        if (ticket == null
                || !ticket.grant().sandbox().equals(sandbox)
                || ticket.isExpired(nanoTime.getAsLong())
                || !ticket.use()) {
            return new Opening.Refused(Ending.ticketRefused());
        }
        var opening = enter(ticket, size, viewer);
        if (opening instanceof Opening.Refused) {
            close(ticket);
        }
        return opening;
    }

    private Opening enter(Ticket ticket, TerminalSize size, Viewer viewer) {
        var grant = ticket.grant();
        var place = host.find(grant.sandbox()).filter(at -> at.epoch() == grant.epoch());
        if (place.isEmpty()) {
            return new Opening.Refused(Ending.sandboxEnded());
        }
        if (place.get().accessToken().isEmpty()) {
            return new Opening.Refused(Ending.notReady());
        }
        var box = boxes.computeIfAbsent(
                place.get().runtimeId(), boot -> new BoxTerminals(limits, nanoTime, this::isFull));
        var found = box.obtain(place.get(), grant.terminal(), grant.isNewTerminal(), size);
        var terminal = found.terminal();
        if (terminal == null) {
            return new Opening.Refused(found.refusal() == null ? Ending.unknownTerminal() : found.refusal());
        }
        if (host.find(grant.sandbox()).isEmpty()) {
            // It ended while the shell was started, and nobody will say so again.
            sandboxEnded(place.get().runtimeId());
            return new Opening.Refused(Ending.sandboxEnded());
        }
        var view = terminal.enter(viewer, size, () -> close(ticket));
        ticket.opened(view);
        LOG.info(
                "event=terminal-opened sandboxId={} terminalId={} holder={} new={}",
                grant.sandbox(),
                grant.terminal(),
                grant.holder(),
                grant.isNewTerminal());
        return new Opening.Opened(view);
    }

    /** Ends the terminals of a boot. Call it when the box may not be reached any more. */
    public void sandboxEnded(String runtimeId) {
        var box = boxes.remove(runtimeId);
        if (box != null) {
            Thread.ofVirtual().name("terminals-end").start(box::end);
        }
    }

    /** How many are open. */
    public int count() {
        return boxes.values().stream().mapToInt(box -> box.all().size()).sum();
    }

    private boolean isFull() {
        return count() >= limits.perWorker();
    }

    private void close(Ticket ticket) {
        ticket.end(Ending.ticketRefused());
        onTicketOver.accept(ticket.grant().id(), ticket.grant().sandbox());
    }

    private void tickOnAndOn() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                tick();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what has lasted too long. */
    void tick() {
        long now = nanoTime.getAsLong();
        for (var ticket : ticketsById.values()) {
            if (ticket.isExpired(now) && !ticket.isUsed() && !ticket.isOver()) {
                close(ticket);
            }
            if (ticket.isExpired(now - REMEMBERED.toNanos()) && ticket.isOver()) {
                ticketsById.remove(ticket.grant().id());
                ticketsByHash.remove(ticket.grant().hash());
            }
        }
        Long since = unheardSince;
        boolean isUnheard = since != null && now - since > limits.unheard().toNanos();
        for (var box : boxes.values()) {
            for (var terminal : box.all()) {
                for (var view : terminal.views()) {
                    if (isUnheard) {
                        view.end(Ending.unheard());
                    } else if (now - view.beganNanos() > limits.connection().toNanos()) {
                        view.end(Ending.tooLong());
                    }
                }
                if (terminal.idleNanos() > limits.detached().toNanos()) {
                    terminal.kill(Ending.idle());
                }
            }
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this JDK lacks SHA-256", impossible);
        }
    }

    /** Follows no shell any more; they go on for the next agent. */
    @Override
    public void close() {
        ticking.interrupt();
        boxes.values().forEach(box -> box.all().forEach(Terminal::letGo));
    }
}
