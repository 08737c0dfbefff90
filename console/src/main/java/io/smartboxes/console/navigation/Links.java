package io.smartboxes.console.navigation;

/** Addresses within the console, without a slash at the start, as the router wants them. */
public final class Links {

    /** The parameter of every route that is about a tenant. */
    public static final String TENANT = "tenant";

    public static final String TENANT_PREFIX = "t/:" + TENANT;

    /** What is about the person, and about no tenant. */
    public static final String ACCOUNT = "account";

    /** Invitations to the person. */
    public static final String INVITATIONS = "invitations";

    /** The tab of a sandbox where its shell is. */
    public static final String TERMINAL = "terminal";

    /** The tab of a sandbox where its files are. */
    public static final String FILES = "files";

    private Links() {}

    public static String tenant(String tenant) {
        return "t/" + tenant;
    }

    public static String sandbox(String tenant, String sandbox) {
        return Place.SANDBOXES.in(tenant) + "/" + sandbox;
    }

    public static String sandbox(String tenant, String sandbox, String tab) {
        return sandbox(tenant, sandbox) + "/" + tab;
    }
}
