package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.access.StaffAuthenticator;
import io.smartboxes.controlplane.access.StaffMember;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/** Checks the tokens of the staff's issuer, as strictly as the customers', and whether a second factor was shown for them. */
@Singleton
final class StaffTokens implements StaffAuthenticator {

    private final TokenVerifier tokens;
    private final StaffSignOuts signOuts;
    private final List<String> secondFactors;

    StaffTokens(StaffConfig staff, OidcConfig oidc, StaffSignOuts signOuts, InstantSource clock) {
        if (staff.issuer() != null && staff.issuer().equals(oidc.issuer())) {
            throw new IllegalArgumentException(
                    "smartboxes.staff.issuer must not be smartboxes.oidc.issuer: every customer would be staff");
        }
        this.signOuts = signOuts;
        this.secondFactors = staff.secondFactors();
        this.tokens = new TokenVerifier(
                new OidcConfig(
                        staff.issuer(), staff.audience(), oidc.tokenType(), oidc.algorithms(), staff.logoutAudiences()),
                clock);
    }

    @Override
    public StaffMember authenticateStaff(String token) {
        if (!tokens.isOn()) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED, "There is no staff area here: smartboxes.staff.issuer is not set.");
        }
        var claims = tokens.access(token);
        if (!claims.emailVerified()) {
            throw new ProblemException(ProblemType.VERIFICATION_REQUIRED, "Confirm your e-mail address first.");
        }
        signOuts.requireNone(claims);
        return new StaffMember(claims.email(), !Collections.disjoint(claims.methods(), secondFactors));
    }

    /** @throws ProblemException INVALID_REQUEST, as the specification of back-channel logout demands */
    LogoutToken logout(String token) {
        return tokens.logout(token);
    }
}
