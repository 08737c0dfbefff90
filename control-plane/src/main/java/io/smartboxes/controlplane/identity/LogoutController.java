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

/** Where the OpenID provider announces ended sign-ins (OpenID Connect Back-Channel Logout 1.0); the token is its credential. */
@Hidden
@Controller("/v1/sessions/backchannel-logout")
final class LogoutController {

    private final LogoutService service;

    LogoutController(LogoutService service) {
        this.service = service;
    }

    @Post
    @Anonymous
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> logout(@Body Map<String, Object> form) {
        if (!(form.get("logout_token") instanceof String token)) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The form field logout_token is missing.");
        }
        service.logout(token);
        return HttpResponse.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
