package io.smartboxes.controlplane.apikey;

import io.smartboxes.controlplane.access.Scopes;
import io.smartboxes.controlplane.platform.http.AddressBlock;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What narrows a key below its maker.
 *
 * @param addresses from which it is valid; from everywhere, if there are none
 * @param sandboxesMax how many sandboxes of its line may run at once; null leaves that to the tenant's limits
 * @param expiresAt from when it opens nothing; null is never
 */
record KeyTerms(
        Scopes scopes,
        List<AddressBlock> addresses,
        @Nullable Integer sandboxesMax,
        @Nullable Instant expiresAt) {

    /** Those of a key that came with the installation. */
    static final KeyTerms NONE = new KeyTerms(Scopes.ALL, List.of(), null, null);

    KeyTerms {
        addresses = List.copyOf(addresses);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** @param client null when it is not known, and then it is no address of a list */
    boolean isValidFrom(@Nullable InetAddress client) {
        return addresses.isEmpty() || (client != null && addresses.stream().anyMatch(block -> block.contains(client)));
    }

    /** Whether a key with these terms would be valid from nowhere that one with the others is not. */
    boolean isWithinAddressesOf(KeyTerms other) {
        return other.addresses.isEmpty()
                || (!addresses.isEmpty()
                        && addresses.stream()
                                .allMatch(inner -> other.addresses.stream().anyMatch(outer -> outer.contains(inner))));
    }

    /** Whether a key with these terms would end no later than one with the others. */
    boolean endsWith(KeyTerms other) {
        return other.expiresAt == null || (expiresAt != null && !expiresAt.isAfter(other.expiresAt));
    }

    KeyTerms until(@Nullable Instant end) {
        return new KeyTerms(scopes, addresses, sandboxesMax, end);
    }
}
