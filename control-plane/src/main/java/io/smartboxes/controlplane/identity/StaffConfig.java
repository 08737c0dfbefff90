package io.smartboxes.controlplane.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param issuer where those sign in who run the installation; without one, nobody gets into the staff area. Never the customers' issuer
 * @param audience that their access tokens must be meant for
 * @param secondFactors what a token's {@code amr} must name one of (RFC 8176): whoever showed none of them does not get in
 * @param logoutAudiences the clients for which the issuer may announce that a sign-in has ended
 */
@ConfigurationProperties("smartboxes.staff")
record StaffConfig(
        @Nullable URI issuer,
        @Bindable(defaultValue = "smartboxes-api") String audience,
        @Bindable(defaultValue = "otp,mfa,hwk,swk") List<String> secondFactors,
        @Bindable(defaultValue = "console-staff") List<String> logoutAudiences) {

    StaffConfig {
        secondFactors = List.copyOf(secondFactors);
        logoutAudiences = List.copyOf(logoutAudiences);
        if (secondFactors.isEmpty() || secondFactors.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "smartboxes.staff.second-factors must name at least one: staff sign in with two factors");
        }
        if (issuer != null && !WebOrigin.isTrustworthy(issuer)) {
            throw new IllegalArgumentException(
                    "smartboxes.staff.issuer must be an https address, or one on this machine, not " + issuer);
        }
    }
}
