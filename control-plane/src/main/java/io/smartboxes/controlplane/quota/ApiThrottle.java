package io.smartboxes.controlplane.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.http.HttpRequest;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Credentials;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.access.Throttle;
import io.smartboxes.controlplane.platform.http.RequestContext;
import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The rates of the API, counted in this replica: of each caller and each tenant as the plan says, of people about themselves,
 * and of wrong credentials from one address.
 *
 * <p>An address with too many wrong ones is not asked in any more, so that keys cannot be tried out; but who was let in from
 * somewhere a while ago still is, for others may share the address.
 */
@Singleton
final class ApiThrottle implements Throttle {

    private static final String API = "api";
    private static final String CALLER = "caller";
    private static final String WRONG = "credentials";
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    private static final long GOOD_MAX = 100_000;

    private final Limits limits;
    private final QuotaConfig config;
    private final InstantSource clock;
    private final Rate failures;
    private final Rate person;
    private final LocalBuckets buckets = new LocalBuckets();
    private final Cache<CredentialHash, Boolean> good = Caffeine.newBuilder()
            .expireAfterWrite(GOOD_FOR)
            .maximumSize(GOOD_MAX)
            .build();

    ApiThrottle(Limits limits, QuotaConfig config, RateConfig rates, InstantSource clock) {
        this.limits = limits;
        this.config = config;
        this.clock = clock;
        this.failures = perMinute(rates.failuresPerMinute());
        this.person = perMinute(rates.personPerMinute());
    }

    @Override
    public void asked(HttpRequest<?> request, Credentials credentials) {
        var state = buckets.look(WRONG, network(request), failures);
        if (!state.taken() && good.getIfPresent(CredentialHash.of(credentials)) == null) {
            state.attachTo(request);
            throw QuotaProblems.tooManyWrongCredentials(state, clock.instant());
        }
    }

    @Override
    public void failed(HttpRequest<?> request) {
        RateState unused = buckets.take(WRONG, network(request), failures);
    }

    @Override
    public void admitted(HttpRequest<?> request, Credentials credentials, Actor actor) {
        good.put(CredentialHash.of(credentials), true);
        if (!config.enabled()) {
            return;
        }
        var rate = rate(actor);
        if (rate != null) {
            // The caller's own first: one that runs wild takes nothing from the others of its tenant.
            require(request, buckets.take(CALLER, caller(actor), oneCaller(rate)));
            require(request, buckets.take(API, actor.tenantId(), rate));
        }
    }

    @Override
    public void admitted(HttpRequest<?> request, Credentials credentials, SignedIn signedIn) {
        good.put(CredentialHash.of(credentials), true);
        require(request, buckets.take("person", signedIn.user(), person));
    }

    private @Nullable Rate rate(Actor actor) {
        try {
            return limits.of(actor.tenantId()).of(LimitedResource.API_REQUESTS).rate();
        } catch (DatabaseAwayException away) {
            // What was asked for needs the database too, and knows better what to say about it.
            return null;
        }
    }

    private void require(HttpRequest<?> request, RateState state) {
        state.attachTo(request);
        if (!state.taken()) {
            throw QuotaProblems.tooFast(LimitedResource.API_REQUESTS, state, clock.instant());
        }
    }

    /** Half of what its tenant may: so no caller stops all others, and none alone feels it before it is very fast. */
    private static Rate oneCaller(Rate tenant) {
        return new Rate(half(tenant.max()), tenant.per(), half(tenant.burst()));
    }

    private static long half(long all) {
        return Math.max(1, all / 2);
    }

    private static Object caller(Actor actor) {
        return switch (actor.principal()) {
            case Principal.Key key -> key.id();
            case Principal.Member member -> member.person();
        };
    }

    private static Rate perMinute(long max) {
        return new Rate(max, Duration.ofMinutes(1), max);
    }

    /** Whoever has one IPv6 address has 2^64 of them. */
    private static Object network(HttpRequest<?> request) {
        return ClientNetwork.of(address(request));
    }

    private static InetAddress address(HttpRequest<?> request) {
        var context = RequestContext.of(request);
        return context == null ? request.getRemoteAddress().getAddress() : context.client();
    }
}
