package io.smartboxes.controlplane.apikey;

import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a tenant somebody can see and revoke.
 *
 * @param all everybody's
 * @param maker otherwise those that this person made
 */
record Reach(boolean all, @Nullable UUID maker) {

    /** The condition on a key's row; its parameters are {@link #all} and {@link #maker}. */
    static final String CONDITION = "(? or made_by is not distinct from ?::uuid)";

    /** As those see it who run the installation. */
    static final Reach EVERYBODYS = new Reach(true, null);

    static Reach of(Actor actor) {
        var person = actor.principal().person();
        return new Reach(actor.may(Action.API_KEYS_ALL), person == null ? null : person.value());
    }
}
