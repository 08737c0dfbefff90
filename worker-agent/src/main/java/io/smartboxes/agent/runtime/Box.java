package io.smartboxes.agent.runtime;

import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * One running isolated guest on this host.
 *
 * @param guest where the guest answers, reachable from this host only; a box's other ports are at the same address
 * @param relayPort where the guest relays to servers on the box's loopback, at the guest's address
 * @param exit completes once, with the reason, when the box is gone for whatever reason; never exceptionally
 */
public record Box(
        RuntimeId id,
        TemplateBuild template,
        InetSocketAddress guest,
        OptionalInt relayPort,
        CompletableFuture<BoxExit> exit) {

    @Override
    public String toString() {
        return "Box[" + id + ", " + template.name() + ", " + guest + "]";
    }
}
