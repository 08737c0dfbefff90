package io.smartboxes.controlplane.access;

import java.util.Optional;

/** Knows one kind of credential, told apart from the others by its form alone. */
public interface Authenticator {

    /** What such a credential looks like, for people who sent something else. */
    String form();

    /** Whether this text has that form; asks nobody. */
    boolean recognises(String credential);

    /** Who it stands for; nobody, if it is unknown or no longer valid. */
    Optional<Actor> authenticate(String credential);
}
