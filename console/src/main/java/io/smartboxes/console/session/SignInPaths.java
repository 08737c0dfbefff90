package io.smartboxes.console.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The console's own addresses around signing in, below each of its areas. They are no screens: each works without a session. */
public final class SignInPaths {

    /** Goes to the provider and comes back to {@code to}. */
    public static final String SIGN_IN = "/sign-in";

    static final String CALLBACK = "/sign-in/callback";

    /** Ends the sign-in here and at the provider. */
    public static final String SIGN_OUT = "/sign-out";

    static final String SIGNED_OUT = "/signed-out";

    /** Starts with one slash, so that it names a place here and no other host. */
    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[^\\p{Cntrl}\\\\]{0,2000}");

    private SignInPaths() {}

    /**
     * The way to sign in.
     *
     * @param area under which the console's part lies: nothing for customers
     * @param to where to go afterwards, local
     */
    public static String signIn(String area, String to) {
        return area + SIGN_IN + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    static String signedOut(String area, SessionEnd why, String to) {
        return area + SIGNED_OUT + "?why=" + why.slug() + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    /** The same path if it is a local one of that area, else the area's front page. */
    static String localOrRoot(String area, @Nullable String path) {
        return path != null
                        && path.startsWith(area + "/")
                        && LOCAL.matcher(path).matches()
                ? path
                : area + "/";
    }
}
