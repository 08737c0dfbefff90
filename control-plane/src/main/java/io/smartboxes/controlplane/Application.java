package io.smartboxes.controlplane;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Starts one replica. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "SmartBoxes",
                        version = "1",
                        description =
                                "Sandboxes for AI agents. Paths outside /v1 are E2B's and answer refusals as"
                                        + " {code, message, error_code}; paths under /v1 are ours and answer them as RFC 9457 problems."),
        security = {@SecurityRequirement(name = "ApiKey"), @SecurityRequirement(name = "Person")})
@SecurityScheme(
        name = "ApiKey",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        paramName = "X-API-KEY")
@SecurityScheme(
        name = "Person",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "The access token of somebody who signed in. People with several tenants name one in the header"
                + " Smartboxes-Tenant. A page that asks by itself says Smartboxes-Background: true, which does not count as"
                + " activity of theirs.")
public final class Application {

    private Application() {}

    /** Settings come from application.yml and the files named in MICRONAUT_CONFIG_FILES. */
    public static void main(String[] arguments) {
        Micronaut.build(arguments).mainClass(Application.class).banner(false).start();
    }
}
