package io.smartboxes.controlplane.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Authenticator;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.apikey.ApiKeyRepository.KnownKey;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.tenant.TenantTopics;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows API keys. An answer is remembered for at most eight seconds, and dropped at once when the key is revoked. Whether it
 * has expired and where it comes from is asked each time.
 */
@Singleton
final class ApiKeyAuthenticator implements Authenticator {

    /** With the second after which an open stream looks again, a revocation takes effect within ten. */
    private static final Duration REMEMBERED = Duration.ofSeconds(8);

    private static final long REMEMBERED_MAX = 10_000;

    private final SystemDatabase database;
    private final ApiKeyRepository repository;
    private final KeyUse use;
    private final InstantSource clock;
    private final Cache<ByteBuffer, KnownKey> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    ApiKeyAuthenticator(
            SystemDatabase database, ApiKeyRepository repository, KeyUse use, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.use = use;
        this.clock = clock;
        nudges.subscribe(ApiKeyService.REVOKED, forgetting(Principal.Key::id));
        // What a key may do follows from what its maker is.
        nudges.subscribe(TenantTopics.MEMBERSHIP_CHANGED, forgetting(Principal.Key::person));
    }

    private NudgeListener forgetting(Function<Principal.Key, @Nullable Object> subject) {
        return new NudgeListener() {
            @Override
            public void nudged(String id) {
                known.asMap()
                        .values()
                        .removeIf(one -> one.actor().principal() instanceof Principal.Key key
                                && id.equals(String.valueOf(subject.apply(key))));
            }

            @Override
            public void missed() {
                known.invalidateAll();
            }
        };
    }

    @Override
    public String form() {
        return "an API key (" + KeySecret.FORM + ")";
    }

    @Override
    public boolean recognises(String credential) {
        return KeySecret.isWellFormed(credential);
    }

    @Override
    public Optional<Actor> authenticate(String credential, @Nullable InetAddress client) {
        return find(new KeySecret(credential).hash()).map(key -> {
            requireValid(key.terms(), client);
            if (key.actor().principal() instanceof Principal.Key principal) {
                use.note(key.actor().tenantId(), principal.id());
            }
            return key.actor();
        });
    }

    private Optional<KnownKey> find(byte[] hash) {
        var cached = Optional.ofNullable(known.getIfPresent(ByteBuffer.wrap(hash)));
        if (cached.isPresent()) {
            return cached;
        }
        var found = database.transaction(statements -> repository.findUnrevoked(statements, hash));
        found.ifPresent(key -> known.put(ByteBuffer.wrap(hash), key));
        return found;
    }

    private void requireValid(KeyTerms terms, @Nullable InetAddress client) {
        if (terms.isExpired(clock.instant())) {
            throw new ProblemException(
                    ProblemType.API_KEY_EXPIRED,
                    "This API key expired at " + terms.expiresAt() + ". Make another one and use that.");
        }
        if (!terms.isValidFrom(client)) {
            throw new ProblemException(
                    ProblemType.ADDRESS_NOT_ALLOWED,
                    "This API key is not valid from " + (client == null ? "this address" : client.getHostAddress())
                            + ": it is narrowed to a list of addresses, and this is none of them.");
        }
    }
}
