package io.smartboxes.controlplane.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Authenticator;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.tenant.TenantTopics;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Knows API keys. An answer is remembered for at most eight seconds, and dropped at once when the key is revoked. */
@Singleton
final class ApiKeyAuthenticator implements Authenticator {

    /** With the second after which an open stream looks again, a revocation takes effect within ten. */
    private static final Duration REMEMBERED = Duration.ofSeconds(8);

    private static final long REMEMBERED_MAX = 10_000;

    private final SystemDatabase database;
    private final ApiKeyRepository repository;
    private final Cache<ByteBuffer, Actor> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    ApiKeyAuthenticator(SystemDatabase database, ApiKeyRepository repository, NudgeBus nudges) {
        this.database = database;
        this.repository = repository;
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
                        .removeIf(actor -> actor.principal() instanceof Principal.Key key
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
    public Optional<Actor> authenticate(String credential) {
        byte[] hash = new KeySecret(credential).hash();
        var cached = Optional.ofNullable(known.getIfPresent(ByteBuffer.wrap(hash)));
        if (cached.isPresent()) {
            return cached;
        }
        var found = database.transaction(statements -> repository.findLive(statements, hash));
        found.ifPresent(actor -> known.put(ByteBuffer.wrap(hash), actor));
        return found;
    }
}
