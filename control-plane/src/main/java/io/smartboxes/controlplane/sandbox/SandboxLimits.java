package io.smartboxes.controlplane.sandbox;

/** What a create request may hold. The numbers are ours: far above what people use, far below what hurts. */
final class SandboxLimits {

    static final int TEMPLATE_CHARACTERS_MAX = 200;
    static final int METADATA_PAIRS_MAX = 128;
    static final int METADATA_BYTES_MAX = 64 * 1024;
    static final int ENVIRONMENT_PAIRS_MAX = 1024;
    /** Linux gives a process's arguments and environment 2 MiB together; a single string 128 KiB. */
    static final int ENVIRONMENT_BYTES_MAX = 128 * 1024;

    static final int REFRESH_SECONDS_MAX = 3600;

    private SandboxLimits() {}
}
