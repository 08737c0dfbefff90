package io.smartboxes.agent.runtime.gvisor;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartboxes.agent.runtime.RuntimeId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be known of a box to take it over after a restart of the agent: it lies in the box's directory, written before
 * the box's first process starts. Nothing of a tenant is in it.
 *
 * @param slot the number of the box's network slot
 * @param templateBuild what the box was booted from
 */
record BoxRecord(
        @JsonProperty("slot") int slot,
        @JsonProperty("template_build") String templateBuild) {

    private static final String FILE = "box.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Optional<BoxRecord> read(Path directory) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(directory.resolve(FILE)), BoxRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(Path directory) throws IOException {
        // Renamed into place: a kill in between leaves no half a record, only a box without one, which is not adopted.
        Path file = directory.resolve(FILE + ".new");
        Files.write(file, JSON.writeValueAsBytes(this));
        Files.move(file, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The boxes that have a directory below this one, whole or not. */
    static List<RuntimeId> all(Path boxes) throws IOException {
        var ids = new ArrayList<RuntimeId>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(boxes)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (RuntimeId.isRuntimeId(name)) {
                    ids.add(new RuntimeId(name));
                }
            }
        }
        return ids;
    }
}
