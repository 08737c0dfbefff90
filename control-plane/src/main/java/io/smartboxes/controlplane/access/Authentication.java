package io.smartboxes.controlplane.access;

import io.smartboxes.controlplane.platform.http.Headers;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out who stands behind credentials. */
@Singleton
public final class Authentication {

    private final List<Authenticator> authenticators;
    private final PeopleAuthenticator people;
    private final StaffAuthenticator staff;
    private final TenantChoice tenants;

    Authentication(
            List<Authenticator> authenticators,
            PeopleAuthenticator people,
            StaffAuthenticator staff,
            TenantChoice tenants) {
        this.authenticators = List.copyOf(authenticators);
        this.people = people;
        this.staff = staff;
        this.tenants = tenants;
    }

    /**
     * Who acts, and for which tenant.
     *
     * @throws ProblemException saying what is expected
     */
    public Actor actor(Credentials credentials, Activity activity) {
        String key = credentials.apiKey();
        return key == null
                ? tenants.choose(signedIn(credentials, activity), credentials.tenant())
                : withKey(key, credentials);
    }

    /**
     * Which person it is.
     *
     * @throws ProblemException when it is a program, or nobody
     */
    SignedIn person(Credentials credentials, Activity activity) {
        String key = credentials.apiKey();
        if (key != null) {
            var unused = withKey(key, credentials);
            throw new ProblemException(
                    ProblemType.USER_REQUIRED,
                    "An API key stands for a tenant, and this is about a person: send the access token of somebody"
                            + " who signed in as Authorization: Bearer, and no " + Headers.API_KEY + ".");
        }
        return signedIn(credentials, activity);
    }

    /**
     * Which of those who run the installation it is.
     *
     * @throws ProblemException when it is anybody else
     */
    StaffMember staff(Credentials credentials) {
        String token = credentials.apiKey() == null ? credentials.bearer() : null;
        if (token == null) {
            throw refused("This is for those who run the installation: send the access token of the staff's issuer as"
                    + " Authorization: Bearer, and no " + Headers.API_KEY + ".");
        }
        return staff.authenticateStaff(token);
    }

    private SignedIn signedIn(Credentials credentials, Activity activity) {
        String token = credentials.bearer();
        if (token == null) {
            throw refused(
                    credentials.authorization() == null
                            ? "Send a credential: " + forms() + "."
                            : "The header Authorization must be Bearer and an access token. Expected: " + forms()
                                    + ".");
        }
        return people.authenticate(token, activity);
    }

    private Actor withKey(String key, Credentials credentials) {
        var authenticator = authenticators.stream()
                .filter(candidate -> candidate.recognises(key))
                .findFirst()
                .orElseThrow(() -> refused("What the header " + Headers.API_KEY
                        + " holds is no credential of this service, or has a typing error. Expected: " + forms()
                        + "."));
        var actor = authenticator
                .authenticate(key, credentials.client())
                .orElseThrow(() -> refused("The credential is unknown, or was revoked."));
        String tenant = credentials.tenant();
        if (tenant != null && !tenant.equals(actor.tenantId().toString())) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The API key belongs to another tenant than the header " + Headers.TENANT
                            + " names. A key needs no such header.");
        }
        return actor;
    }

    private String forms() {
        String keys = authenticators.stream().map(Authenticator::form).collect(Collectors.joining(", or "));
        return "in the header " + Headers.API_KEY + " " + keys
                + (people.isOn()
                        ? ", or in the header Authorization \"Bearer \" and the access token of somebody who signed in"
                        : "");
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
