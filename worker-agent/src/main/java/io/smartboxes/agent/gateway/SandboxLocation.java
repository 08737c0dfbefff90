package io.smartboxes.agent.gateway;

/** Where a sandbox that is not on this worker is. */
public sealed interface SandboxLocation {

    /**
     * On another worker.
     *
     * @param workerId the name that worker's certificate must carry
     * @param host of its gateway for other workers
     * @param port of the same
     */
    record AtPeer(String workerId, String host, int port) implements SandboxLocation {}

    /** The control plane says that it does not exist, has ended or is not running. */
    record NotFound() implements SandboxLocation {}

    /**
     * Nobody could say, so nothing may be claimed about the sandbox.
     *
     * @param reason one sentence for logs
     */
    record Unknown(String reason) implements SandboxLocation {}
}
