package io.smartboxes.console.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A thing in a folder of a sandbox.
 *
 * @param kind of a link: of what it leads to
 * @param target of a link: where it leads; null for everything else
 * @param size in bytes
 * @param permissions as {@code ls} spells them
 */
public record FileEntry(
        String name,
        Kind kind,
        @Nullable String target,
        long size,
        Instant modified,
        String permissions,
        String owner) {

    /** What can be done with it. */
    public enum Kind {
        FOLDER,
        FILE,
        /** Sockets, devices, and links that lead nowhere. */
        OTHER
    }

    /** Stands where the sandbox found bytes in a name that are no UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }

    public boolean isLink() {
        return target != null;
    }

    /** Whether its name leads back to it. */
    public boolean isReachable() {
        return name.indexOf(UNREADABLE) < 0;
    }
}
