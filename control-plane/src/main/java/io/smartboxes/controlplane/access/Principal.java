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
     * @param line the first of the keys that were rotated into this one; its own id, if none was
     * @param person who made it
     * @param role of that person today; owner, for keys that came with the installation
     * @param scopes to which it is narrowed
     * @param sandboxesMax how many sandboxes its line may have running at once; null leaves that to the tenant's limits
     */
    record Key(
            ApiKeyId id,
            ApiKeyId line,
            @Nullable UserId person,
            Role role,
            Scopes scopes,
            @Nullable Integer sandboxesMax)
            implements Principal {}

    /** A person who signed in. */
    record Member(UserId person, SessionId session, Role role) implements Principal {}
}
