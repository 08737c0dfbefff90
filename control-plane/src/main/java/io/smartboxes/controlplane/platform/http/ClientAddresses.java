package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * From which address a request really comes: whoever opened the connection, unless that is a proxy that we trust; then what
 * the proxy says, and so on backwards through trusted proxies. What a stranger claims counts for nothing.
 */
@Singleton
final class ClientAddresses {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<AddressBlock> trusted;

    ClientAddresses(ProxyConfig config) {
        this.trusted = config.trusted().stream().map(AddressBlock::parse).toList();
    }

    InetAddress of(HttpRequest<?> request) {
        return behind(
                request.getRemoteAddress().getAddress(), request.getHeaders().getAll(FORWARDED_FOR));
    }

    /** The same for a request of the console, which is trusted wherever it runs. */
    InetAddress beforeConsole(HttpRequest<?> request) {
        var console = request.getRemoteAddress().getAddress();
        return behind(console, request.getHeaders().getAll(FORWARDED_FOR), console::equals);
    }

    /** @param forwarded values of the header, each a list whose last entry is the nearest */
    InetAddress behind(InetAddress peer, List<String> forwarded) {
        return behind(peer, forwarded, address -> false);
    }

    private InetAddress behind(InetAddress peer, List<String> forwarded, Predicate<InetAddress> alsoTrusted) {
        var client = peer;
        var claims = String.join(",", forwarded).split(",");
        for (int nearest = claims.length - 1;
                nearest >= 0 && (isTrusted(client) || alsoTrusted.test(client));
                nearest--) {
            try {
                client = InetAddress.ofLiteral(claims[nearest].strip());
            } catch (IllegalArgumentException malformed) {
                // A proxy of ours would not write that, so whoever it had from is not known: the proxy itself stands
                // for it.
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }
}
