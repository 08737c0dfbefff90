package io.smartboxes.controlplane.access;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;

/**
 * Somebody who runs the installation.
 *
 * @param name by which the audit log knows them: their mail address
 * @param hasSecondFactor their sign-in showed one; without, they are known and let in nowhere
 */
public record StaffMember(String name, boolean hasSecondFactor) {

    /** @throws ProblemException SECOND_FACTOR_REQUIRED */
    void requireSecondFactor() {
        if (!hasSecondFactor) {
            throw new ProblemException(
                    ProblemType.SECOND_FACTOR_REQUIRED,
                    "The staff area opens only to a sign-in with a second factor, and this one was made without. Sign out"
                            + " and in again; whoever has just set up a second factor, too.");
        }
    }
}
