package io.smartboxes.controlplane.access;

import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Who asks: a tenant, through a key or one of its members. */
public record Actor(TenantId tenantId, Principal principal) {

    /** Whether the policy permits it. */
    public boolean may(Action action) {
        return action.isFor(principal.role())
                && switch (principal) {
                    case Principal.Key key -> action.isForKeys() && key.scopes().cover(action);
                    case Principal.Member member -> true;
                };
    }

    /** Whether it may do everything that a key of somebody in this role, with these scopes, could. */
    public boolean mayAllOf(Role role, Scopes scopes) {
        return Arrays.stream(Action.values())
                .filter(action -> action.isForKeys() && action.isFor(role) && scopes.cover(action))
                .allMatch(this::may);
    }

    /** @throws ProblemException ROLE_FORBIDS or SCOPE_MISSING, naming role or scope, action and who can help */
    public void require(Action action) {
        if (!may(action)) {
            throw isScopeMissing(action)
                    ? new ProblemException(ProblemType.SCOPE_MISSING, whatScope(action))
                    : new ProblemException(ProblemType.ROLE_FORBIDS, whyNot(action));
        }
    }

    private boolean isScopeMissing(Action action) {
        return principal instanceof Principal.Key key
                && action.isForKeys()
                && action.isFor(key.role())
                && !key.scopes().cover(action);
    }

    private static String whatScope(Action action) {
        return "This API key may not " + action.phrase() + ": it lacks the scope "
                + Scope.of(action).map(Scope::code).orElse("*") + ". Use a key that has it.";
    }

    private String whyNot(Action action) {
        return switch (principal) {
            case Principal.Key key
            when !action.isForKeys() ->
                "An API key may not " + action.phrase() + ". People may, in the role of " + helpers(action)
                        + ": sign in for this.";
            case Principal.Key key ->
                "This API key may do what its maker may, who is a " + key.role().code()
                        + " and may not " + action.phrase() + ". Use a key made by somebody in the role of "
                        + helpers(action) + ".";
            case Principal.Member member ->
                "Your role in this tenant is " + member.role().code() + ", which may not " + action.phrase()
                        + ". Ask somebody in the role of " + helpers(action)
                        + ", or an owner to change your role.";
        };
    }

    private static String helpers(Action action) {
        return Arrays.stream(Role.values())
                .filter(action::isFor)
                .map(Role::code)
                .collect(Collectors.joining(" or "));
    }
}
