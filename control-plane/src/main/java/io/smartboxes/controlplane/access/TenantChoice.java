package io.smartboxes.controlplane.access;

import org.jspecify.annotations.Nullable;

/** Knows to which tenants a person belongs. */
public interface TenantChoice {

    /**
     * The person in the tenant that the request is about.
     *
     * @param tenant what the header says; may be left out by people with one tenant
     * @throws io.smartboxes.problem.ProblemException when it names none of theirs, or too little
     */
    Actor choose(SignedIn person, @Nullable String tenant);
}
