package io.smartboxes.console.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are generated, checked in and read in reviews. {@code -Dgolden.rewrite=true} writes them anew. */
public final class Golden {

    private Golden() {}

    /** Fails unless the file in the repository has this text. */
    public static void check(Path file, String actual) throws IOException {
        Path path = repository().resolve(file);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(path, actual);
        }
        assertThat(actual)
                .as(
                        file
                                + " is out of date: if the change is meant, run the test with -Dgolden.rewrite=true and review it")
                .isEqualTo(Files.exists(path) ? Files.readString(path) : "");
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("infra"))) {
            here = here.getParent();
        }
        return here;
    }
}
