package io.smartboxes.controlplane.access;

/** Knows the access tokens of people. */
public interface PeopleAuthenticator {

    /** Whether people can sign in to this installation. */
    boolean isOn();

    /**
     * Who this token stands for.
     *
     * @throws io.smartboxes.problem.ProblemException when it is not valid, or its session has ended
     */
    SignedIn authenticate(String token, Activity activity);
}
