package io.smartboxes.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.console.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmPackagesTest {

    private static final Path SOURCES = Path.of("src/main/npm");
    private static final Pattern IMPORT = Pattern.compile("^import (?:.* from )?'\\./([^']+)';", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private record Outcome(int code, String said) {}

    @Test
    void areEachPinnedByTheirHashAndByNoRegistry() throws Exception {
        String text = Files.readString(SOURCES.resolve("package-lock.json"));
        assertThat(text).doesNotContain("resolved", "http");

        var packages = Json.MAPPER.readTree(text).path("packages");
        assertThat(packages.propertyNames()).hasSizeGreaterThan(1);
        packages.forEachEntry((path, about) -> {
            if (!path.isEmpty()) {
                assertThat(about.path("integrity").asString("")).as(path).startsWith("sha512-");
            }
        });
        Json.MAPPER
                .readTree(Files.readString(SOURCES.resolve("package.json")))
                .path("dependencies")
                .forEachEntry((name, version) ->
                        assertThat(version.asString()).as(name).matches("\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void areWhereThePagesLookForThemWithTheirLicences() throws Exception {
        for (String name : new String[] {"xterm", "addon-fit"}) {
            assertThat(resource(name + "/LICENSE")).as(name).contains("Permission is hereby granted");
        }
        try (var modules = Files.list(Path.of("src/main/resources/META-INF/resources/js"))) {
            for (var module : modules.toList()) {
                for (var found :
                        IMPORT.matcher(Files.readString(module)).results().toList()) {
                    assertThat(getClass().getResource("/META-INF/resources/js/" + found.group(1)))
                            .as(module + " imports " + found.group(1))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void areRefusedWhenTheyAreNotWhatWasPinned() throws Exception {
        var good = pack("xterm", "lib/xterm.mjs", "css/xterm.css");
        var other = pack("addon-fit", "lib/addon-fit.mjs");

        assertThat(fetch(good, hash(good), other, hash(other)).code()).isZero();
        assertThat(folder.resolve("out/META-INF/resources/js/xterm/xterm.mjs")).hasContent("lib/xterm.mjs of xterm");

        var elsewhere = Files.writeString(folder.resolve("another"), folder.toString());
        var tampered = fetch(good, hash(good), other, hash(elsewhere));
        assertThat(tampered.code()).isNotZero();
        assertThat(tampered.said()).contains("EINTEGRITY").contains("npm did not give what");
        assertThat(folder.resolve("out"))
                .as("nothing is left of what was there before")
                .doesNotExist();
    }

    private String resource(String path) throws IOException {
        try (var in = getClass().getResourceAsStream("/META-INF/resources/js/" + path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** A package as registries give them, of files that hold their names. */
    private Path pack(String name, String... files) throws Exception {
        var content = folder.resolve(name).resolve("package");
        Files.createDirectories(content);
        Files.writeString(content.resolve("package.json"), """
            {"name": "@xterm/%s", "version": "1.0.0"}\
            """.formatted(name));
        Files.writeString(content.resolve("LICENSE"), "Do as you like.");
        for (String file : files) {
            Files.createDirectories(content.resolve(file).getParent());
            Files.writeString(content.resolve(file), file + " of " + name);
        }
        var tarball = folder.resolve(name + ".tgz");
        var packed =
                run("tar", "-czf", tarball.toString(), "-C", content.getParent().toString(), "package");
        assertThat(packed.code()).as(packed.said()).isZero();
        return tarball;
    }

    private static String hash(Path file) throws Exception {
        var digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
        return "sha512-" + Base64.getEncoder().encodeToString(digest);
    }

    private Outcome fetch(Path xterm, String xtermHash, Path fit, String fitHash) throws Exception {
        var npm = folder.resolve("npm");
        Files.createDirectories(npm);
        Files.writeString(npm.resolve("fetch"), Files.readString(SOURCES.resolve("fetch")));
        String dependencies = """
            "dependencies": {"@xterm/addon-fit": "file:%s", "@xterm/xterm": "file:%s"}""".formatted(fit, xterm);
        Files.writeString(npm.resolve("package.json"), "{\"name\": \"test\", " + dependencies + "}");
        Files.writeString(
                npm.resolve("package-lock.json"), """
            {"name": "test", "lockfileVersion": 3, "requires": true, "packages": {
              "": {"name": "test", %s},
              "node_modules/@xterm/addon-fit": {"version": "1.0.0", "resolved": "file:%s", "integrity": "%s"},
              "node_modules/@xterm/xterm": {"version": "1.0.0", "resolved": "file:%s", "integrity": "%s"}}}
            """.formatted(dependencies, fit, fitHash, xterm, xtermHash));
        return run(
                "bash", npm.resolve("fetch").toString(), folder.resolve("out").toString());
    }

    private static Outcome run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), said);
    }
}
