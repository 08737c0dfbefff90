package io.smartboxes.console.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody reach a screen who has not signed in: pages lead to the provider and back to where the person wanted to go.
 * What is known of a sign-in under way stands in a sealed cookie of its own, so that tabs do not get in each other's way.
 */
final class SignInFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String PENDING = "smartboxes_signin_";
    private static final int PENDING_SECONDS = 600;
    private static final int STARTING_RETRY_SECONDS = 2;
    private static final int STATE_SHOWN = 16;

    /** Answered without a session, and the same for everybody. */
    private static final Set<String> OPEN = Set.of("/health", "/js/", "/css/", "/icons/", "/aura/", "/VAADIN/build/");

    private final transient Sessions sessions;
    private final String area;
    private final transient CookieSeal seal = new CookieSeal();

    SignInFilter(Sessions sessions) {
        this.sessions = sessions;
        this.area = sessions.area();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(area.length());
        switch (path) {
            case SignInPaths.SIGN_IN -> signIn(response, local(request.getParameter("to")));
            case SignInPaths.CALLBACK -> callback(request, response);
            case SignInPaths.SIGN_OUT -> signOut(request, response);
            case SignInPaths.SIGNED_OUT -> signedOut(request, response);
            default -> {
                if (OPEN.stream().anyMatch(path::startsWith)) {
                    chain.doFilter(request, response);
                } else {
                    screen(request, response, chain);
                }
            }
        }
    }

    private void screen(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String kind = request.getParameter("v-r");
        var session = sessions.of(request).filter(found -> found.ended().isEmpty());
        if (session.isPresent()) {
            session.get().cameFrom(forwarded(request), request.getRemoteAddr());
            // A page that somebody opened; what open pages ask for by themselves says nothing about anybody.
            if (kind == null) {
                session.get().touch();
            }
            chain.doFilter(request, response);
        } else if (kind == null && isPage(request)) {
            sessions.forget(request);
            signIn(response, local(target(request)));
        } else if (kind != null && !kind.equals("init") && sessions.of(request).isEmpty()) {
            // An open page whose session is gone: Vaadin tells it so, and it loads itself anew.
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static String forwarded(HttpServletRequest request) {
        return String.join(", ", Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    private boolean isPage(HttpServletRequest request) {
        return request.getMethod().equals("GET") && !request.getRequestURI().startsWith(area + "/VAADIN/");
    }

    private String local(@Nullable String path) {
        return SignInPaths.localOrRoot(area, path);
    }

    private static String target(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }

    private void signIn(HttpServletResponse response, String to) throws IOException {
        var pending = PendingSignIn.begin(to);
        var provider = sessions.provider().signIn(pending);
        if (provider.isEmpty()) {
            new StaticPage(
                            "Sign-in is starting",
                            "The sign-in service is not up yet. This page tries again by itself; API keys work"
                                    + " already.",
                            null,
                            STARTING_RETRY_SECONDS)
                    .send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        setPending(response, pending.state(), seal.seal(pending.spell()), PENDING_SECONDS);
        response.setHeader("Cache-Control", "no-store");
        response.sendRedirect(provider.get().toString());
    }

    private void callback(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String state = request.getParameter("state");
        var pending = pending(request, state);
        if (state == null || pending.isEmpty()) {
            // An old link, another browser, or the console was restarted meanwhile: the provider still knows the
            // person.
            failed(response, "This sign-in was not begun here, or too long ago.", area + "/");
            return;
        }
        setPending(response, state, "", 0);
        String code = request.getParameter("code");
        if (code == null) {
            failed(
                    response,
                    "The sign-in service says: " + request.getParameter("error") + ".",
                    pending.get().to());
            return;
        }
        switch (sessions.provider().exchange(code, pending.get())) {
            case Provider.Granted(var tokens) -> {
                sessions.begin(request, tokens);
                response.sendRedirect(pending.get().to());
            }
            case Provider.Rejected(var why) ->
                failed(
                        response,
                        "The sign-in service would not confirm it: " + why + ".",
                        pending.get().to());
            case Provider.Down down -> signIn(response, pending.get().to());
        }
    }

    private void failed(HttpServletResponse response, String sentence, String to) throws IOException {
        new StaticPage(
                        "That sign-in did not work",
                        sentence,
                        new StaticPage.Link(SignInPaths.signIn(area, to), "Try again"),
                        0)
                .send(response, HttpServletResponse.SC_BAD_REQUEST);
    }

    private void signOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Another site may lead a browser here by a link or an image; only our own pages end a sign-in.
        if (!"same-origin".equals(request.getHeader("Sec-Fetch-Site"))) {
            response.sendRedirect(area + "/");
            return;
        }
        var session = sessions.of(request);
        var provider = session.map(ConsoleSession::tokens).flatMap(sessions.provider()::signOut);
        session.ifPresent(found -> found.finish(SessionEnd.SIGNED_OUT));
        sessions.forget(request);
        response.sendRedirect(provider.map(Object::toString).orElse(area + SignInPaths.SIGNED_OUT));
    }

    private void signedOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (sessions.of(request).flatMap(ConsoleSession::ended).isPresent()) {
            sessions.forget(request);
        }
        var why = Arrays.stream(SessionEnd.values())
                .filter(end -> end.slug().equals(request.getParameter("why")))
                .findFirst()
                .orElse(SessionEnd.SIGNED_OUT);
        var to = local(request.getParameter("to"));
        new StaticPage(why.title(), why.sentence(), new StaticPage.Link(SignInPaths.signIn(area, to), "Sign in"), 0)
                .send(response, HttpServletResponse.SC_OK);
    }

    private Optional<PendingSignIn> pending(HttpServletRequest request, @Nullable String state) {
        var cookies = request.getCookies();
        if (state == null || state.length() < STATE_SHOWN || cookies == null) {
            return Optional.empty();
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(cookieName(state)))
                .flatMap(cookie -> seal.open(cookie.getValue()).stream())
                .flatMap(text -> PendingSignIn.read(text).stream())
                .filter(pending -> pending.state().equals(state))
                .findFirst();
    }

    private void setPending(HttpServletResponse response, String state, String value, int seconds) {
        var cookie = new Cookie(cookieName(state), value);
        cookie.setPath(area + SignInPaths.CALLBACK);
        cookie.setHttpOnly(true);
        cookie.setSecure(sessions.isSecure());
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    private static String cookieName(String state) {
        return PENDING + state.substring(0, STATE_SHOWN);
    }

    /** What the servlet container's session holds. */
    static @Nullable ConsoleSession held(@Nullable HttpSession session) {
        return session == null ? null : (ConsoleSession) session.getAttribute(ConsoleSession.class.getName());
    }
}
