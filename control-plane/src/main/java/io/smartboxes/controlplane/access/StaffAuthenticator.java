package io.smartboxes.controlplane.access;

/** Knows the access tokens of those who run the installation, who sign in at an issuer of their own. */
public interface StaffAuthenticator {

    /**
     * Who this token stands for.
     *
     * @throws io.smartboxes.problem.ProblemException when it is not valid, or its sign-in has ended
     */
    StaffMember authenticateStaff(String token);
}
