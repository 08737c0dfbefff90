package io.smartboxes.console.session;

import java.net.URI;

/**
 * The OpenID provider where people sign in, and what the console is to it.
 *
 * @param issuer as the provider's tokens name it
 * @param publicUrl of the console, to which the provider sends people back
 * @param area under which path those screens lie that people reach by signing in here: empty for customers
 */
public record ProviderSettings(URI issuer, String clientId, String clientSecret, URI publicUrl, String area) {

    URI callback() {
        return URI.create(publicUrl + area + SignInPaths.CALLBACK);
    }

    URI signedOut() {
        return URI.create(publicUrl + area + SignInPaths.SIGNED_OUT);
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + issuer + ", " + clientId + "]";
    }
}
