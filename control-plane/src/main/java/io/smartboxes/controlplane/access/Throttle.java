package io.smartboxes.controlplane.access;

import io.micronaut.http.HttpRequest;
import io.smartboxes.problem.ProblemException;

/** Counts requests, and refuses those that come too fast. Declared here; whoever knows the limits plugs in. */
public interface Throttle {

    /**
     * Somebody asks to be let in, whose credential nobody has looked at yet.
     *
     * @throws ProblemException RATE_LIMITED, when there were too many wrong ones from the same address
     */
    void asked(HttpRequest<?> request, Credentials credentials);

    /** The credential was none. */
    void failed(HttpRequest<?> request);

    /**
     * The credential was good.
     *
     * @throws ProblemException RATE_LIMITED
     */
    void admitted(HttpRequest<?> request, Credentials credentials, Actor actor);

    /**
     * The same of a person, in no tenant.
     *
     * @throws ProblemException RATE_LIMITED
     */
    void admitted(HttpRequest<?> request, Credentials credentials, SignedIn person);
}
