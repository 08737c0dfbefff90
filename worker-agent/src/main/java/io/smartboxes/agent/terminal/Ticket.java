package io.smartboxes.agent.terminal;

import org.jspecify.annotations.Nullable;

/** A ticket that the control plane has given out, and what it opened. */
final class Ticket {

    private final TicketGrant grant;
    private final long expiresNanos;
    private boolean isUsed;
    private @Nullable Ending over;
    private @Nullable View view;

    Ticket(TicketGrant grant, long expiresNanos) {
        this.grant = grant;
        this.expiresNanos = expiresNanos;
    }

    TicketGrant grant() {
        return grant;
    }

    boolean isExpired(long nowNanos) {
        return nowNanos - expiresNanos >= 0;
    }

    synchronized boolean isUsed() {
        return isUsed;
    }

    synchronized boolean isOver() {
        return over != null;
    }

    /** True for the first one only. */
    synchronized boolean use() {
        boolean isFirst = !isUsed && over == null;
        isUsed = true;
        return isFirst;
    }

    /** What it opened; ended at once if it was revoked meanwhile. */
    void opened(View opened) {
        Ending already;
        synchronized (this) {
            view = opened;
            already = over;
        }
        if (already != null) {
            opened.end(already);
        }
    }

    /** It opens nothing any more, and what it opened ends. */
    void end(Ending why) {
        View open;
        synchronized (this) {
            if (over != null) {
                return;
            }
            over = why;
            open = view;
        }
        if (open != null) {
            open.end(why);
        }
    }
}
