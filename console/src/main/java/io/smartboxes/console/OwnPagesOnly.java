package io.smartboxes.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses changes and WebSockets that another site's page sends with a visitor's cookie. Browsers say with each of them whose
 * page it is; a sandbox's page may be of the same site as the console, to which cookies go along.
 */
final class OwnPagesOnly extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final String own;

    /** @param console its address, as browsers see it */
    OwnPagesOnly(URI console) {
        own = origin(console);
    }

    /** As browsers write it: in lower case and without the port that goes without saying. */
    static String origin(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        boolean isUsual = address.getPort() == -1 || address.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + (isUsual ? "" : ":" + address.getPort());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String page = request.getHeader("Origin");
        boolean isReading = READING.contains(request.getMethod()) && request.getHeader("Upgrade") == null;
        if (isReading || page == null || page.equals(own)) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter()
                    .print("Only pages of " + own + " may do this, and this one is of another address. If it is the"
                            + " console's, tell the console so: its setting public.url.\n");
        }
    }
}
