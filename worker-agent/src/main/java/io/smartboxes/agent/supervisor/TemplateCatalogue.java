package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The template builds that this worker can boot: the manifests in one directory, read again on demand. */
public final class TemplateCatalogue {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateCatalogue.class);

    private final Path directory;
    private volatile @Nullable FileTime changed;
    private volatile List<TemplateBuild> builds;

    public TemplateCatalogue(Path directory) {
        this.directory = directory;
        this.changed = changeOf(directory);
        this.builds = read(directory);
    }

    /** What was there when it was last read. */
    public List<TemplateBuild> builds() {
        return builds;
    }

    /** Reads the directory again. */
    public void refresh() {
        changed = changeOf(directory);
        builds = read(directory);
    }

    /** What is there now; costs one look at the directory, and more only when something came or went. */
    List<TemplateBuild> current() {
        if (!Objects.equals(changed, changeOf(directory))) {
            refresh();
        }
        return builds;
    }

    private static @Nullable FileTime changeOf(Path directory) {
        try {
            return Files.getLastModifiedTime(directory);
        } catch (IOException absent) {
            return null;
        }
    }

    /** The build of that name; looks again on disk before it says no. */
    Optional<TemplateBuild> find(String name, String build) {
        Optional<TemplateBuild> known = among(builds, name, build);
        if (known.isEmpty()) {
            refresh();
            return among(builds, name, build);
        }
        return known;
    }

    private static Optional<TemplateBuild> among(List<TemplateBuild> builds, String name, String build) {
        return builds.stream()
                .filter(each -> each.name().equals(name) && each.build().equals(build))
                .findFirst();
    }

    private static List<TemplateBuild> read(Path directory) {
        var builds = new ArrayList<TemplateBuild>();
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(directory, "*.json")) {
            for (Path manifest : manifests) {
                builds.add(TemplateBuild.read(manifest));
            }
        } catch (IOException | DirectoryIteratorException | IllegalArgumentException unreadable) {
            // One bad manifest must not hide the others for long: it is read again, and says so, at every turn.
            LOG.warn("event=template-unreadable directory={} message=\"{}\"", directory, unreadable.getMessage());
        }
        return List.copyOf(builds);
    }
}
