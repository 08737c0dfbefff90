package io.smartboxes.controlplane.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the provider's tokens: signature, algorithm, kind, issuer, audience and time. The cryptography is Nimbus's; that an
 * algorithm with a shared secret, or none, is never even tried follows from the list of allowed ones.
 */
@Singleton
final class TokenVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

    /** How far the provider's clock and ours may be apart. */
    private static final int CLOCK_SKEW_SECONDS_MAX = 10;

    /** The longest e-mail address is the longest of the names in a token. */
    private static final int NAME_LENGTH_MAX = 320;

    private static final int REASON_LENGTH_MAX = 200;

    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final @Nullable URI issuer;
    private final @Nullable JWTProcessor<SecurityContext> access;
    private final @Nullable JWTProcessor<SecurityContext> logout;

    TokenVerifier(OidcConfig config, InstantSource clock) {
        issuer = config.issuer();
        if (issuer == null) {
            access = null;
            logout = null;
            return;
        }
        var keys = ProviderKeys.of(issuer);
        var algorithms = config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        access = processor(
                keys,
                algorithms,
                types(config.tokenType()),
                claims(issuer, Set.of(config.audience()), Set.of("sub", "sid", "iat", "exp"), Set.of(), clock));
        // The specification lets a provider leave out the kind of a logout token; its event tells it from any other.
        logout = processor(
                keys,
                algorithms,
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null),
                claims(issuer, Set.copyOf(config.logoutAudiences()), Set.of("iat", "events"), Set.of("nonce"), clock));
    }

    boolean isOn() {
        return access != null;
    }

    /** @throws ProblemException UNAUTHENTICATED, saying what is wrong with it */
    AccessToken access(String token) {
        if (access == null) {
            throw refused("people cannot sign in to this installation, use an API key");
        }
        try {
            var claims = process(access, token);
            @Nullable String email = claims.getStringClaim("email");
            @Nullable Boolean verified = claims.getBooleanClaim("email_verified");
            return new AccessToken(
                    claims.getIssuer(),
                    name(claims.getSubject(), "sub"),
                    name(claims.getStringClaim("sid"), "sid"),
                    name(email, "email"),
                    Boolean.TRUE.equals(verified),
                    claims.getStringClaim("name"),
                    claims.getIssueTime().toInstant(),
                    methods(claims.getClaim("amr")));
        } catch (BadJOSEException | ParseException invalid) {
            throw refused(reason(invalid));
        }
    }

    /** @throws ProblemException INVALID_REQUEST, as the specification of back-channel logout demands */
    LogoutToken logout(String token) {
        try {
            if (logout == null) {
                throw new ParseException("people cannot sign in to this installation", 0);
            }
            var claims = process(logout, token);
            var events = claims.getJSONObjectClaim("events");
            @Nullable String sid = claims.getStringClaim("sid");
            if (events == null || !events.containsKey(LOGOUT_EVENT) || (sid == null && claims.getSubject() == null)) {
                throw new ParseException("it announces no logout", 0);
            }
            return new LogoutToken(claims.getIssuer(), claims.getSubject(), sid);
        } catch (BadJOSEException | ParseException invalid) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "logout_token is not valid: " + reason(invalid) + ".");
        }
    }

    private static JWTClaimsSet process(JWTProcessor<SecurityContext> processor, String token)
            throws BadJOSEException, ParseException {
        try {
            return processor.process(token, null);
        } catch (RateLimitReachedException unknownKey) {
            throw new BadJOSEException("it is signed with a key that the provider does not publish", unknownKey);
        } catch (KeySourceException outage) {
            LOG.warn("access tokens cannot be checked: {}", outage.getMessage());
            throw new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE,
                    "Signing in is not possible just now: the sign-in service cannot be reached. API keys work.",
                    outage);
        } catch (JOSEException unfit) {
            throw new BadJOSEException("its signature cannot be checked", unfit);
        }
    }

    private static JWTProcessor<SecurityContext> processor(
            JWKSource<SecurityContext> keys,
            Set<JWSAlgorithm> algorithms,
            JOSEObjectTypeVerifier<SecurityContext> types,
            DefaultJWTClaimsVerifier<SecurityContext> claims) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(types);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private static JOSEObjectTypeVerifier<SecurityContext> types(String type) {
        return type.isEmpty()
                ? (any, context) -> {}
                : new DefaultJOSEObjectTypeVerifier<>(
                        new JOSEObjectType(type), new JOSEObjectType("application/" + type));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(
            URI issuer, Set<String> audiences, Set<String> required, Set<String> prohibited, InstantSource clock) {
        var exact = new JWTClaimsSet.Builder().issuer(issuer.toString()).build();
        // The library asks its set of audiences for null, which an immutable one refuses.
        var verifier =
                new DefaultJWTClaimsVerifier<SecurityContext>(new HashSet<>(audiences), exact, required, prohibited) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS_MAX);
        return verifier;
    }

    private static List<String> methods(@Nullable Object claim) {
        return claim instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A text that names somebody or something: not empty, not endless, storable. */
    private static String name(@Nullable String value, String claim) throws ParseException {
        if (value == null || value.isBlank() || value.length() > NAME_LENGTH_MAX || value.indexOf('\0') >= 0) {
            throw new ParseException("its claim " + claim + " is missing or unusable", 0);
        }
        return value;
    }

    /** Nimbus's messages name claims and headers, never secrets. */
    private static String reason(Exception invalid) {
        String message = String.valueOf(invalid.getMessage());
        return message.length() <= REASON_LENGTH_MAX ? message : message.substring(0, REASON_LENGTH_MAX);
    }

    private static ProblemException refused(String why) {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED,
                "The access token in the header Authorization is not valid: " + why.replaceAll("\\.$", "") + ".");
    }
}
