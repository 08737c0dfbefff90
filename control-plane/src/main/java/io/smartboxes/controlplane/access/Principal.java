package io.smartboxes.controlplane.access;

import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.UserId;
import org.jspecify.annotations.Nullable;

/** Who acts for a tenant: a program with a key, or a person. */
public sealed interface Principal {

    /** The role that bounds what it may do. */
    Role role();

    /** The person behind it; nobody, for keys that came with the installation. */
    @Nullable UserId person();

    /**
     * An API key.
     *
     * @param person who made it
     * @param role of that person today; owner, for keys that came with the installation
     */
    record Key(ApiKeyId id, @Nullable UserId person, Role role) implements Principal {}

    /** A person who signed in. */
    record Member(UserId person, SessionId session, Role role) implements Principal {}
}
