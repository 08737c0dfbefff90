package io.smartboxes.controlplane.identity;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.smartboxes.controlplane.platform.http.Anonymous;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;

/** Where the staff's issuer announces ended sign-ins (OpenID Connect Back-Channel Logout 1.0); the token is its credential. */
@Hidden
@Controller("/v1/staff/sessions/backchannel-logout")
final class StaffLogoutController {

    private final StaffTokens tokens;
    private final StaffSignOuts signOuts;

    StaffLogoutController(StaffTokens tokens, StaffSignOuts signOuts) {
        this.tokens = tokens;
        this.signOuts = signOuts;
    }

    @Post
    @Anonymous
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> logout(@Body Map<String, Object> form) {
        if (!(form.get("logout_token") instanceof String token)) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The form field logout_token is missing.");
        }
        signOuts.end(tokens.logout(token));
        return HttpResponse.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
