package io.smartboxes.console.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.FakeGateway;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxFilesTest {

    private final AtomicInteger closed = new AtomicInteger();
    private FakeGateway gateway;
    private HttpClient http;
    private SandboxFiles files;

    @BeforeEach
    void start() throws Exception {
        gateway = FakeGateway.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        files = files(FakeGateway.TOKEN);
    }

    @AfterEach
    void stop() {
        gateway.close();
        http.shutdownNow();
    }

    @Test
    void startsWhereProgramsStart() {
        assertThat(files.home()).isEqualTo(new Reply.Ok<>(path("/home/user")));
    }

    @Test
    void tellsFoldersFilesAndLinksApart() {
        gateway.folder("/home/user/sub").file("/home/user/a.txt", "abc").link("/home/user/link", "/home/user/a.txt");

        var folder = ok(files.list(path("/home/user"), 10));

        assertThat(folder.isWhole()).isTrue();
        assertThat(folder.entries()).extracting(FileEntry::name).containsExactly("a.txt", "link", "sub");
        var file = folder.entries().getFirst();
        assertThat(file.kind()).isEqualTo(FileEntry.Kind.FILE);
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.modified()).isEqualTo(Instant.parse("2026-01-01T00:00:00.5Z"));
        assertThat(file.permissions()).isEqualTo("-rw-r--r--");
        assertThat(file.isLink()).isFalse();
        assertThat(folder.entries().get(1).target()).isEqualTo("/home/user/a.txt");
        assertThat(folder.entries().get(2).isFolder()).isTrue();
        assertThat(ok(files.find(path("/home/user/sub"))).isFolder()).isTrue();
    }

    @Test
    void holdsNoMoreThanAskedForAndCountsTheRest() {
        for (int number = 0; number < 50; number++) {
            gateway.file("/home/user/" + number, "");
        }

        var folder = ok(files.list(path("/home/user"), 7));

        assertThat(folder.entries()).hasSize(7);
        assertThat(folder.total()).isEqualTo(50);
        assertThat(folder.isWhole()).isFalse();
    }

    @Test
    void carriesNamesAsTheyAre() {
        String odd = "/home/user/a b+c%2F&path=<x>\n?#\u00e9\ud83d\ude00";

        assertThat(files.write(path(odd), new ByteArrayInputStream(new byte[] {1, 2}), 2))
                .isEqualTo(done());

        assertThat(gateway.bytes(odd)).containsExactly(1, 2);
        assertThat(ok(files.start(path(odd), 1))).containsExactly(1);
        assertThat(ok(files.list(path("/home/user"), 9)).entries())
                .extracting(FileEntry::name)
                .containsExactly(odd.substring("/home/user/".length()));
    }

    @Test
    void changesWhatIsThere() {
        assertThat(files.makeFolder(path("/home/user/made"))).isEqualTo(done());
        assertThat(code(files.makeFolder(path("/home/user/made")))).isEqualTo(FileRefusals.EXISTS);
        assertThat(files.write(path("/home/user/made/empty"), new ByteArrayInputStream(new byte[0]), 0))
                .isEqualTo(done());
        assertThat(files.move(path("/home/user/made/empty"), path("/home/user/moved")))
                .isEqualTo(done());
        assertThat(gateway.bytes("/home/user/moved")).isEmpty();
        assertThat(files.remove(path("/home/user/made"))).isEqualTo(done());
        assertThat(gateway.paths()).doesNotContain("/home/user/made");
    }

    @Test
    void tellsWhyItWasRefused() {
        assertThat(code(files.find(path("/none")))).isEqualTo(FileRefusals.NOT_FOUND);
        assertThat(refused(502, "502", "The sandbox was not found")).isEqualTo(FileRefusals.GONE);
        assertThat(refused(403, "\"permission_denied\"", "no")).isEqualTo(FileRefusals.DENIED);
        assertThat(refused(400, "400", "error opening file '/x': open /x: permission denied"))
                .isEqualTo(FileRefusals.DENIED);
        assertThat(refused(507, "507", "full")).isEqualTo(FileRefusals.DISK_FULL);
        assertThat(refused(429, "\"resource_exhausted\"", "not enough disk space available"))
                .isEqualTo(FileRefusals.DISK_FULL);
        assertThat(refused(429, "\"resource_exhausted\"", "a listing has at most 50000 entries"))
                .isEqualTo(FileRefusals.TOO_MANY);
        assertThat(refused(500, "\"internal\"", "x")).isEqualTo("internal");
    }

    @Test
    void tellsWhatMayPassByItself() {
        gateway.answer(new FakeApi.Answer(502, "{\"code\": 502, \"message\": \"Try again in a moment\"}"));
        assertThat(files.find(path("/"))).isInstanceOf(Reply.Unavailable.class);
        gateway.answer(new FakeApi.Answer(503, "{}"));
        assertThat(files.find(path("/"))).isInstanceOf(Reply.Unavailable.class);
        gateway.answer(new FakeApi.Answer(200, "{\"entries\": [{\"name\""));
        assertThat(files.list(path("/"), 1)).isInstanceOf(Reply.Unavailable.class);
        var nowhere = new SandboxFiles(http, URI.create("http://127.0.0.1:9"), "sbx1", "x", () -> {});
        assertThat(nowhere.find(path("/"))).isInstanceOf(Reply.Unavailable.class);
    }

    @Test
    void saysThatATokenOpensNothingAnyMore() {
        assertThat(code(files("another").find(path("/")))).isEqualTo(FileRefusals.CLOSED);
        assertThat(closed).hasValue(1);
    }

    private SandboxFiles files(String token) {
        return new SandboxFiles(http, gateway.address(), "sbx1", token, closed::incrementAndGet);
    }

    private String refused(int status, String code, String message) {
        gateway.answer(new FakeApi.Answer(status, "{\"code\": " + code + ", \"message\": \"" + message + "\"}"));
        return code(files.find(path("/")));
    }

    private static String code(Reply<?> reply) {
        assertThat(reply).isInstanceOf(Reply.Refused.class);
        return ((Reply.Refused<?>) reply).code();
    }

    private static <T> T ok(Reply<T> reply) {
        assertThat(reply).isInstanceOf(Reply.Ok.class);
        return ((Reply.Ok<T>) reply).value();
    }

    private static Reply<Done> done() {
        return new Reply.Ok<>(Done.DONE);
    }

    private static FilePath path(String text) {
        return FilePath.of(text).orElseThrow();
    }
}
