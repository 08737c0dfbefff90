package io.smartboxes.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/** What a page of ours may load, and who may embed it. */
final class SecurityHeaders extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final String policy;

    SecurityHeaders(ConsoleSettings settings) {
        policy = policy(settings.gatewayUrl());
    }

    /** Vaadin 25.2 starts itself with inline scripts and runs calls from the server as text; terminals dial the gateway. */
    static String policy(URI gateway) {
        String host = gateway.getRawAuthority();
        String socket = ("https".equals(gateway.getScheme()) ? "wss://" : "ws://") + host;
        return String.join(
                "; ",
                "default-src 'self'",
                "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "connect-src 'self' " + gateway.getScheme() + "://" + host + " " + socket,
                "frame-ancestors 'none'",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        chain.doFilter(request, response);
    }
}
