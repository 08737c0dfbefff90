package io.smartboxes.console.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OpenID provider: authorization code with PKCE, renewal, and sign-out. It may be down at any time, also at first. */
final class Provider {

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Scope SCOPE = new Scope("openid", "email", "profile");

    /** Assumed of providers that do not say how long their tokens live. */
    private static final Duration LIFETIME_UNSAID = Duration.ofMinutes(5);

    private final ProviderSettings settings;
    private final InstantSource clock;
    private final ClientID client;
    private volatile @Nullable OIDCProviderMetadata known;
    private volatile boolean admitted;

    Provider(ProviderSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        client = new ClientID(settings.clientId());
    }

    /** What came of asking for tokens. */
    sealed interface Grant {}

    record Granted(Tokens tokens) implements Grant {}

    /** It says no; asking again will not help. */
    record Rejected(String why) implements Grant {}

    /** It cannot be reached or is not well. */
    record Down() implements Grant {}

    /** Where the browser goes to sign in; empty while the provider is not up. */
    Optional<URI> signIn(PendingSignIn pending) {
        return metadata()
                .map(provider -> new AuthenticationRequest.Builder(
                                ResponseType.CODE, SCOPE, client, settings.callback())
                        .endpointURI(provider.getAuthorizationEndpointURI())
                        .state(new State(pending.state()))
                        .nonce(new Nonce(pending.nonce()))
                        .codeChallenge(new CodeVerifier(pending.verifier()), CodeChallengeMethod.S256)
                        .build()
                        .toURI())
                .filter(this::admitsUs);
    }

    /**
     * Whether it takes our requests, asked until it first does: a provider that has only just started may not have been told
     * of this console yet, and would show people an error of its own.
     */
    private boolean admitsUs(URI request) {
        if (admitted) {
            return true;
        }
        try {
            var probe = new HTTPRequest(HTTPRequest.Method.GET, request);
            probe.setFollowRedirects(false);
            probe.setConnectTimeout(TIMEOUT_MILLIS);
            probe.setReadTimeout(TIMEOUT_MILLIS);
            int status = probe.send().getStatusCode();
            admitted = status < 400;
            if (!admitted) {
                LOG.warn(
                        "event=provider-refuses-console status={} message=\"it does not know the client {} with the callback {}\"",
                        status,
                        client,
                        settings.callback());
            }
        } catch (IOException unreachable) {
            LOG.info("event=provider-away message=\"{}\"", unreachable.getMessage());
        }
        return admitted;
    }

    /** Where the browser goes to end the sign-in; empty if the provider is down or has no such place. */
    Optional<URI> signOut(Tokens tokens) {
        return metadata()
                .flatMap(provider -> Optional.ofNullable(provider.getEndSessionEndpointURI()))
                .map(endpoint -> new LogoutRequest(
                                endpoint, parsed(tokens.idToken()), null, client, settings.signedOut(), null, null)
                        .toURI());
    }

    Grant exchange(String code, PendingSignIn pending) {
        var grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), settings.callback(), new CodeVerifier(pending.verifier()));
        return request(grant, new Nonce(pending.nonce()), null);
    }

    /** Renews them; the old ones may be used no more if that succeeds. */
    Grant renew(Tokens old) {
        var refresh = old.refreshToken();
        return refresh == null
                ? new Rejected("the provider gave no refresh token")
                : request(new RefreshTokenGrant(new RefreshToken(refresh)), null, old);
    }

    private Grant request(AuthorizationGrant grant, @Nullable Nonce nonce, @Nullable Tokens old) {
        var provider = metadata();
        if (provider.isEmpty()) {
            return new Down();
        }
        try {
            var authentication = new ClientSecretBasic(client, new Secret(settings.clientSecret()));
            var request = new TokenRequest.Builder(provider.get().getTokenEndpointURI(), authentication, grant)
                    .build()
                    .toHTTPRequest();
            request.setConnectTimeout(TIMEOUT_MILLIS);
            request.setReadTimeout(TIMEOUT_MILLIS);
            var response = request.send();
            if (response.getStatusCode() >= 500) {
                return new Down();
            }
            return switch (OIDCTokenResponseParser.parse(response)) {
                case OIDCTokenResponse tokens -> new Granted(read(provider.get(), tokens, nonce, old));
                case com.nimbusds.oauth2.sdk.TokenErrorResponse refused ->
                    new Rejected(String.valueOf(refused.getErrorObject().getDescription()));
                default -> new Rejected("it gave no ID token");
            };
        } catch (IOException unreachable) {
            return new Down();
        } catch (ParseException | BadJOSEException | JOSEException | java.text.ParseException unfit) {
            LOG.warn("event=sign-in-unfit message=\"{}\"", unfit.getMessage());
            return new Rejected("its answer cannot be used");
        }
    }

    private Tokens read(
            OIDCProviderMetadata provider, OIDCTokenResponse response, @Nullable Nonce nonce, @Nullable Tokens old)
            throws BadJOSEException, JOSEException, MalformedURLException, java.text.ParseException {
        var tokens = response.getOIDCTokens();
        var idToken = tokens.getIDToken();
        // A provider may leave the ID token out of a renewal; who it is was checked at first.
        String subject;
        if (idToken != null) {
            subject = subject(provider, idToken, nonce);
        } else if (old != null) {
            subject = old.subject();
        } else {
            throw new BadJOSEException("there is no ID token");
        }
        if (old != null && !old.subject().equals(subject)) {
            throw new BadJOSEException("the renewed ID token is of somebody else");
        }
        var access = tokens.getAccessToken();
        var refresh = tokens.getRefreshToken();
        var now = clock.instant();
        var lifetime = access.getLifetime() > 0 ? Duration.ofSeconds(access.getLifetime()) : LIFETIME_UNSAID;
        return new Tokens(
                subject,
                access.getValue(),
                idToken != null ? idToken.serialize() : old != null ? old.idToken() : "",
                refresh != null ? refresh.getValue() : old != null ? old.refreshToken() : null,
                now,
                now.plus(lifetime));
    }

    private String subject(OIDCProviderMetadata provider, JWT idToken, @Nullable Nonce nonce)
            throws BadJOSEException, JOSEException, MalformedURLException {
        var algorithm = JWSAlgorithm.parse(idToken.getHeader().getAlgorithm().getName());
        if (!JWSAlgorithm.Family.SIGNATURE.contains(algorithm)) {
            throw new BadJOSEException("the ID token is not signed with a public key");
        }
        return new IDTokenValidator(
                        new Issuer(settings.issuer()),
                        client,
                        algorithm,
                        provider.getJWKSetURI().toURL())
                .validate(idToken, nonce)
                .getSubject()
                .getValue();
    }

    /** Kept once it was read; asked for again at each sign-in until then. */
    private Optional<OIDCProviderMetadata> metadata() {
        var metadata = known;
        if (metadata != null) {
            return Optional.of(metadata);
        }
        try {
            metadata = OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), TIMEOUT_MILLIS, TIMEOUT_MILLIS);
            known = metadata;
            return Optional.of(metadata);
        } catch (GeneralException | IOException notYet) {
            LOG.info("event=provider-away message=\"{}\"", notYet.getMessage());
            return Optional.empty();
        }
    }

    private static @Nullable JWT parsed(String token) {
        try {
            return JWTParser.parse(token);
        } catch (java.text.ParseException unfit) {
            return null;
        }
    }
}
