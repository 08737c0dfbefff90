package io.smartboxes.controlplane.access;

/** Knows the access tokens of those who run the installation, who sign in at an issuer of their own. */
public interface StaffAuthenticator {

    /**
     * Who this token stands for.
     *
     * @throws io.smartboxes.problem.ProblemException when it is not valid, its sign-in has ended, or shows no second factor
     */
    StaffMember authenticateStaff(String token);
}
