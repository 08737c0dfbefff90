package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.util.List;

/**
 * What a box's packets may do on the host: answer the host's own connections, nothing else. Not reach a port of the host, at
 * any of its addresses; not reach another box; not leave the host.
 *
 * <p>The rules sit in the host's namespace and match the host's end of each box's cable by name, so they hold before a box's
 * cable exists and whatever runs inside. (Rules inside a gVisor box's own namespace would see nothing: its network stack
 * speaks raw packets.)
 */
public final class NetworkPolicy {

    private final HostLabel label;

    public NetworkPolicy(HostLabel label) {
        this.label = label;
    }

    /** The rules, as {@code nft -f} reads them; replaces an earlier version of them in one step. */
    String rules() {
        return """
                table inet %1$s
                delete table inet %1$s
                table inet %1$s {
                    comment "SmartBoxes %2$s"
                    chain spoofed {
                        type filter hook prerouting priority raw; policy accept;
                        iifname "%3$s*" fib saddr . iif oif 0 drop comment "a source address that is not the box's own"
                    }
                    chain to_host {
                        type filter hook input priority filter - 10; policy accept;
                        iifname "%3$s*" ct state established accept comment "answers to the gateway"
                        iifname "%3$s*" drop
                    }
                    chain through_host {
                        type filter hook forward priority filter - 10; policy accept;
                        iifname "%3$s*" drop
                        oifname "%3$s*" drop
                    }
                }
                """.formatted(label.nftTable(), label, label.hostInterfacePrefix());
    }

    /** Puts the rules in place; must come before the first cable. Idempotent. */
    public void enforce() throws IOException {
        HostCommand.run(List.of("nft", "-f", "-"), rules());
    }

    /** Whether the rules are in place. */
    public boolean isEnforced() throws IOException {
        return HostCommand.attempt(List.of("nft", "list", "table", "inet", label.nftTable()), "")
                .succeeded();
    }

    /** Takes the rules away, once no cable is left. Idempotent. */
    public void withdraw() throws IOException {
        if (isEnforced()) {
            HostCommand.run("nft", "delete", "table", "inet", label.nftTable());
        }
    }
}
