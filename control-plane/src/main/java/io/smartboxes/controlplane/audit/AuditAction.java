package io.smartboxes.controlplane.audit;

/** Everything that leaves an event when it is done or refused. Codes are public and never change. */
public enum AuditAction {
    /** Somebody was seen in a sign-in for the first time. */
    SESSION_BEGIN("session.begin"),
    SESSION_END("session.end"),
    /** What somebody did at the sign-in service, by its own word. */
    ACCOUNT_REGISTER("account.register"),
    ACCOUNT_VERIFY_EMAIL("account.verify_email"),
    ACCOUNT_CHANGE_EMAIL("account.change_email"),
    ACCOUNT_SIGN_IN("account.sign_in"),
    ACCOUNT_SIGN_OUT("account.sign_out"),
    ACCOUNT_CHANGE_CREDENTIAL("account.change_credential"),
    ACCOUNT_REMOVE_CREDENTIAL("account.remove_credential"),
    ACCOUNT_RESET_PASSWORD("account.reset_password"),
    TENANT_CREATE("tenant.create"),
    TENANT_RENAME("tenant.rename"),
    TENANT_TRANSFER("tenant.transfer"),
    /** Its deletion was asked for; it can be restored for a while. */
    TENANT_CLOSE("tenant.close"),
    TENANT_RESTORE("tenant.restore"),
    TENANT_DELETE("tenant.delete"),
    TENANT_SUSPEND("tenant.suspend"),
    TENANT_UNSUSPEND("tenant.unsuspend"),
    /** A limit of the tenant's is another than its plan's, or another once more. */
    LIMIT_OVERRIDE("limit.override"),
    /** The plan's limit holds again. */
    LIMIT_RESTORE("limit.restore"),
    /** Somebody who runs the installation looked at the tenant. */
    STAFF_VIEW("staff.view"),
    ACCOUNT_DELETE("account.delete"),
    MEMBER_CHANGE("member.change"),
    MEMBER_REMOVE("member.remove"),
    INVITATION_CREATE("invitation.create"),
    INVITATION_RESEND("invitation.resend"),
    INVITATION_REVOKE("invitation.revoke"),
    INVITATION_ACCEPT("invitation.accept"),
    INVITATION_DECLINE("invitation.decline"),
    API_KEY_CREATE("api_key.create"),
    API_KEY_ROTATE("api_key.rotate"),
    API_KEY_HAND_OVER("api_key.hand_over"),
    API_KEY_REVOKE("api_key.revoke"),
    SANDBOX_CREATE("sandbox.create"),
    /** Somebody took what opens it. */
    SANDBOX_OPEN("sandbox.open"),
    SANDBOX_TIMEOUT("sandbox.timeout"),
    SANDBOX_KILL("sandbox.kill"),
    /** Somebody was given a ticket for a terminal. */
    TERMINAL_OPEN("terminal.open");

    private final String code;

    AuditAction(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
