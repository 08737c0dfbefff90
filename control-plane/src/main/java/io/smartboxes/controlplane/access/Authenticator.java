package io.smartboxes.controlplane.access;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows one kind of credential, told apart from the others by its form alone. */
public interface Authenticator {

    /** What such a credential looks like, for people who sent something else. */
    String form();

    /** Whether this text has that form; asks nobody. */
    boolean recognises(String credential);

    /**
     * Who it stands for; nobody, if it is unknown or was revoked.
     *
     * @param client the address it was sent from; null if that is not known
     * @throws io.smartboxes.problem.ProblemException when it has expired, or is not valid from there
     */
    Optional<Actor> authenticate(String credential, @Nullable InetAddress client);
}
