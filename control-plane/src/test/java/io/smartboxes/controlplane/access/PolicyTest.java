package io.smartboxes.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.controlplane.testing.Golden;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final TenantId TENANT = TenantId.next(CLOCK);

    @Test
    void isTheMatrixThatWasReviewed() {
        var text = new StringBuilder("""
                # Who may do what

                Generated from the policy by PolicyTest; do not edit. *key*: the scope with which an API
                key may do it whose maker may do it too; a key without scopes of its own has all of them.

                | action | to | owner | admin | developer | billing | viewer | key |
                |---|---|---|---|---|---|---|---|
                """);
        for (var action : Action.values()) {
            text.append("| ")
                    .append(action.name())
                    .append(" | ")
                    .append(action.phrase())
                    .append(" | ");
            text.append(Arrays.stream(Role.values())
                    .map(role -> member(role).may(action) ? "x" : " ")
                    .collect(Collectors.joining(" | ")));
            text.append(" | ")
                    .append(Arrays.stream(Scope.values())
                            .filter(scope ->
                                    key(Role.OWNER, new Scopes(Set.of(scope))).may(action))
                            .map(Scope::code)
                            .collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        Golden.check(Path.of("control-plane/docs/roles.md"), text.toString());
    }

    @Test
    void keepsAViewerOutOfSandboxes() {
        for (var action : new Action[] {
            Action.TERMINAL, Action.FILE_READ, Action.FILE_WRITE, Action.SANDBOX_OPEN, Action.SANDBOX_WRITE
        }) {
            assertThat(member(Role.VIEWER).may(action)).as(action.name()).isFalse();
        }
    }

    /** A token of a sandbox opens its files, whatever it was asked for; connect must not promise what it then cannot give. */
    @Test
    void opensSandboxesToThoseWhoMayReadAndWriteTheirFiles() {
        for (var role : Role.values()) {
            assertThat(member(role).may(Action.FILE_READ) && member(role).may(Action.FILE_WRITE))
                    .as(role.code())
                    .isEqualTo(member(role).may(Action.SANDBOX_OPEN));
        }
    }

    @Test
    void givesAKeyNoMoreThanItsMaker() {
        for (var role : Role.values()) {
            for (var action : Action.values()) {
                assertThat(key(role).may(action) && !member(role).may(action))
                        .as(role + " " + action)
                        .isFalse();
            }
        }
    }

    @Test
    void putsEachActionOfAKeyIntoOneScope() {
        for (var action : Action.values()) {
            assertThat(Arrays.stream(Scope.values()).filter(scope -> scope.covers(action)))
                    .as(action.name())
                    .hasSize(action.isForKeys() ? 1 : 0);
        }
    }

    @Test
    void narrowsAKeyToItsScopes() {
        var reader = key(Role.OWNER, new Scopes(Set.of(Scope.SANDBOXES_READ)));

        assertThat(reader.may(Action.SANDBOX_READ)).isTrue();
        assertThat(reader.may(Action.SANDBOX_WRITE)).isFalse();
        assertThat(reader.mayAllOf(Role.VIEWER, new Scopes(Set.of(Scope.SANDBOXES_READ))))
                .isTrue();
        assertThat(reader.mayAllOf(Role.OWNER, Scopes.ALL)).isFalse();
        assertThatThrownBy(() -> reader.require(Action.SANDBOX_WRITE))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.SCOPE_MISSING);
                    assertThat(problem.detail()).contains("sandboxes:write", "create, change or end sandboxes");
                });
        assertThatThrownBy(() -> key(Role.VIEWER, new Scopes(Set.of(Scope.SANDBOXES_WRITE)))
                        .require(Action.SANDBOX_WRITE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.ROLE_FORBIDS));
    }

    @Test
    void readsScopesAsItWritesThem() {
        for (var scopes : List.of(Scopes.ALL, new Scopes(Set.of(Scope.KEYS, Scope.USAGE_READ)))) {
            assertThat(Scopes.parse(scopes.codes())).isEqualTo(scopes);
        }
        assertThatThrownBy(() -> Scopes.parse(List.of("sandboxes:all"))).hasMessageContaining("sandboxes:exec");
        assertThatThrownBy(() -> Scopes.parse(List.of())).hasMessageContaining("empty");
    }

    @Test
    void namesRoleActionAndWhoCanHelp() {
        assertThatThrownBy(() -> member(Role.VIEWER).require(Action.SANDBOX_WRITE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.detail())
                                .contains("viewer", "create, change or end sandboxes", "owner or admin or developer"));
        assertThatThrownBy(() -> key(Role.OWNER).require(Action.INVITATIONS))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.detail())
                                .contains("API key", "invite people", "owner or admin", "sign in"));
        assertThatCode(() -> member(Role.OWNER).require(Action.TENANT_DELETE)).doesNotThrowAnyException();
    }

    private static Actor member(Role role) {
        return new Actor(TENANT, new Principal.Member(UserId.next(CLOCK), SessionId.next(CLOCK), role));
    }

    private static Actor key(Role role) {
        return key(role, Scopes.ALL);
    }

    private static Actor key(Role role, Scopes scopes) {
        var id = ApiKeyId.next(CLOCK);
        return new Actor(TENANT, new Principal.Key(id, id, UserId.next(CLOCK), role, scopes, null));
    }
}
