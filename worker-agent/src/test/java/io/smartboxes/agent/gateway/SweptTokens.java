package io.smartboxes.agent.gateway;

/**
 * Who holds what.
 *
 * @param sandbox which everybody wants to enter
 * @param another of another tenant
 */
record SweptTokens(LocalSandbox sandbox, LocalSandbox another) {

    static final String STRANGER = "key_stranger";
    static final String REVOKED = "key_revoked";

    String of(Showing showing) {
        return switch (showing) {
            case NOTHING -> "";
            case NONSENSE -> "'or'1'='1";
            case GUESTS -> sandbox.accessToken();
            case STRANGERS -> TestDirectory.token(another.id(), STRANGER);
            case OTHER_SANDBOXES -> TestDirectory.token(another.id(), TestDirectory.MAKER);
            case REVOKED -> TestDirectory.token(sandbox.id(), REVOKED);
            case TWO, HOLDERS, HOLDERS_ELSEWHERE -> TestDirectory.token(sandbox.id(), TestDirectory.MAKER);
        };
    }
}
