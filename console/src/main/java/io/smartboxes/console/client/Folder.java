package io.smartboxes.console.client;

import java.util.List;

/**
 * What is in a folder of a sandbox.
 *
 * @param entries by name, and not more than were asked for
 * @param total how many there are
 */
public record Folder(List<FileEntry> entries, int total) {

    public Folder {
        entries = List.copyOf(entries);
    }

    public boolean isWhole() {
        return entries.size() == total;
    }
}
