package io.smartboxes.console.session;

import java.net.URI;

/**
 * The OpenID provider where people sign in, and what the console is to it.
 *
 * @param issuer as the provider's tokens name it
 * @param publicUrl of the console, to which the provider sends people back
 */
public record ProviderSettings(URI issuer, String clientId, String clientSecret, URI publicUrl) {

    URI callback() {
        return URI.create(publicUrl + SignInPaths.CALLBACK);
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + issuer + ", " + clientId + "]";
    }
}
