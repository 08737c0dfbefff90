package io.smartboxes.agent.terminal;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection to a terminal is refused or ends. The codes are those of WebSocket's close, in the range that is free for
 * applications.
 *
 * @param exitCode of the shell, if it ended by itself
 */
public record Ending(int code, String reason, @Nullable Integer exitCode) {

    /** The client did not keep to the messages that there are. */
    public static Ending badMessage(String what) {
        return new Ending(4400, what, null);
    }

    static Ending ticketRefused() {
        return new Ending(4401, "The ticket is unknown, used up or expired. Ask for another one.", null);
    }

    /** No ticket came. */
    public static Ending ticketLate() {
        return new Ending(4408, "No ticket was sent within 10 seconds.", null);
    }

    static Ending revoked() {
        return new Ending(4403, "The right to this terminal was taken away.", null);
    }

    static Ending unknownTerminal() {
        return new Ending(4404, "This terminal has ended. Open a new one.", null);
    }

    static Ending tooMany(int max, String whose) {
        return new Ending(
                4409,
                whose + " has " + max + " terminals open, the most allowed. Type exit in one that is not needed.",
                null);
    }

    static Ending sandboxEnded() {
        return new Ending(4410, "The sandbox has ended.", null);
    }

    static Ending shellFailed(String why) {
        return new Ending(4502, "The sandbox could not run a shell: " + why, null);
    }

    static Ending notReady() {
        return new Ending(4503, "This worker has just started and does not hear the control plane yet.", null);
    }

    static Ending unheard() {
        return new Ending(4503, "This worker does not hear the control plane. The shell goes on.", null);
    }

    static Ending tooLong() {
        return new Ending(4412, "The connection has lasted as long as one may. The shell goes on.", null);
    }

    static Ending idle() {
        return new Ending(4411, "Nobody was here and nothing happened for too long.", null);
    }

    static Ending exited(int exitCode) {
        return new Ending(1000, "The shell has ended.", exitCode);
    }
}
