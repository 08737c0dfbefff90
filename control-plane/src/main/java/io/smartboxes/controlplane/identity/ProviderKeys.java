package io.smartboxes.controlplane.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;

/**
 * The provider's public keys, found by OpenID Connect discovery. They are read again every five minutes and whenever a token
 * names a key that is not among them, at most twice in ten seconds; while the provider cannot be reached, the last known
 * ones serve on.
 */
final class ProviderKeys implements JWKSetSource<SecurityContext> {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration REFRESH_MAX = Duration.ofSeconds(10);
    private static final Duration BETWEEN_READS = Duration.ofSeconds(10);
    /** Longer than any access token lives, so that an outage ends nobody's session. */
    private static final Duration OUTAGE_MAX = Duration.ofHours(24);

    private static final int CONNECT_MILLIS_MAX = 2000;
    private static final int READ_MILLIS_MAX = 3000;
    private static final int BYTES_MAX = 256 * 1024;

    private final URI issuer;
    private final ResourceRetriever retriever =
            new DefaultResourceRetriever(CONNECT_MILLIS_MAX, READ_MILLIS_MAX, BYTES_MAX);

    private ProviderKeys(URI issuer) {
        this.issuer = issuer;
    }

    static JWKSource<SecurityContext> of(URI issuer) {
        return JWKSourceBuilder.create(new ProviderKeys(issuer))
                .cache(KEPT.toMillis(), REFRESH_MAX.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_READS.toMillis())
                .outageTolerant(OUTAGE_MAX.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(read(keysAddress()));
        } catch (IOException | ParseException | IllegalArgumentException failure) {
            throw new JWKSetRetrievalException("the keys of " + issuer + " cannot be read", failure);
        }
    }

    private URI keysAddress() throws IOException, ParseException {
        String base = issuer.toString().replaceAll("/$", "");
        var document = JSONObjectUtils.parse(read(URI.create(base + "/.well-known/openid-configuration")));
        if (!issuer.toString().equals(document.get("issuer"))) {
            throw new IOException("the provider calls itself " + document.get("issuer"));
        }
        var address = URI.create(String.valueOf(document.get("jwks_uri")));
        if (!WebOrigin.isTrustworthy(address)) {
            throw new IOException("the provider's keys are at " + address + ", which is not https");
        }
        return address;
    }

    private String read(URI address) throws IOException {
        return retriever.retrieveResource(address.toURL()).getContent();
    }

    @Override
    public void close() {}
}
