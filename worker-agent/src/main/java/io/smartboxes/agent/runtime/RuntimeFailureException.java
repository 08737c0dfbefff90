package io.smartboxes.agent.runtime;

import org.jspecify.annotations.Nullable;

/** A box could not be booted, handed out or removed; the code is stable, the message is for operators. */
public final class RuntimeFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as a stable word. */
    public enum Code {
        /** The host lacks something that isolation needs. */
        HOST_UNFIT,
        /** The id was used before. Boot with a new one. */
        ID_USED,
        /** The isolation could not be set up or did not start. */
        BOOT_FAILED,
        /** The guest did not answer in time after the boot. */
        BOOT_TIMEOUT,
        /** The guest refused or did not answer {@code /init}. */
        ASSIGN_FAILED,
        /** The box is not, or no longer, there. */
        BOX_GONE,
        /** No address is left for another box. */
        ADDRESSES_EXHAUSTED,
        /** Something of the box could not be removed; it stays known and is tried again by the next sweep. */
        DESTROY_FAILED
    }

    private final Code code;

    public RuntimeFailureException(Code code, String message) {
        this(code, message, null);
    }

    public RuntimeFailureException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
