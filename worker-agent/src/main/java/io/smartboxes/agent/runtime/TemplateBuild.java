package io.smartboxes.agent.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One immutable build of a template: the root file system that boxes start from and the resources they are promised.
 *
 * @param name the template's name, for example {@code base}
 * @param build SHA-256 over the build's inputs, 64 hexadecimal digits
 * @param image the root file system, an absolute path to an EROFS image
 * @param vcpus CPUs that a box may use at once
 * @param memoryMib memory that a box is promised, in MiB
 * @param diskMib what a box may write, in MiB
 */
public record TemplateBuild(String name, String build, Path image, int vcpus, int memoryMib, int diskMib) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public TemplateBuild {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A template needs a name");
        }
        if (!build.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Template " + name + ": build must be 64 hexadecimal digits: " + build);
        }
        if (!image.isAbsolute()) {
            throw new IllegalArgumentException("Template " + name + ": image must be an absolute path: " + image);
        }
        if (vcpus < 1 || memoryMib < 64 || diskMib < 16) {
            throw new IllegalArgumentException("Template " + name
                    + ": needs at least 1 vCPU, 64 MiB of memory and 16 MiB of disk, got " + vcpus + ", " + memoryMib
                    + ", " + diskMib);
        }
    }

    /**
     * Reads the manifest that {@code infra/templates/build} writes beside the image.
     *
     * @throws IOException if the manifest cannot be read or the image it names is not there
     */
    public static TemplateBuild read(Path manifest) throws IOException {
        Manifest content = JSON.readValue(manifest.toFile(), Manifest.class);
        Path image = manifest.toAbsolutePath().resolveSibling(content.image());
        if (!Files.isRegularFile(image)) {
            throw new IOException("Template manifest " + manifest + " names an image that is not there: " + image);
        }
        return new TemplateBuild(
                content.name(), content.build(), image, content.vcpus(), content.memoryMib(), content.diskMib());
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Manifest(
            @JsonProperty("name") String name,
            @JsonProperty("build") String build,
            @JsonProperty("image") String image,
            @JsonProperty("vcpus") int vcpus,
            @JsonProperty("memory_mib") int memoryMib,
            @JsonProperty("disk_mib") int diskMib) {}
}
