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
                    case Principal.Key key -> action.isForKeys();
                    case Principal.Member member -> true;
                };
    }

    /** @throws ProblemException ROLE_FORBIDS, naming role, action and who can help */
    public void require(Action action) {
        if (!may(action)) {
            throw new ProblemException(ProblemType.ROLE_FORBIDS, whyNot(action));
        }
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
