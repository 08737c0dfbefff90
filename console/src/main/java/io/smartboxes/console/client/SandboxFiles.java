package io.smartboxes.console.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The files of one sandbox, by way of the gateway, as any program with a token of the sandbox reaches them. */
public final class SandboxFiles {

    /** How long until an answer begins; how long it then goes on is the gateway's to limit. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private static final int COMPLAINT_BYTES_MAX = 64 * 1024;
    private static final String SERVICE = "/filesystem.Filesystem/";
    private static final String UNREACHABLE = "The sandbox cannot be reached just now.";

    private final HttpClient http;
    private final URI gateway;
    private final String sandbox;
    private final String token;
    private final Runnable refused;

    /**
     * @param token the holder's own
     * @param refused hears that the token opens nothing any more
     */
    public SandboxFiles(HttpClient http, URI gateway, String sandbox, String token, Runnable refused) {
        this.http = http;
        this.gateway = gateway;
        this.sandbox = sandbox;
        this.token = token;
        this.refused = refused;
    }

    /** Where one is after signing in there. */
    public Reply<FilePath> home() {
        return rpc("Stat", Map.of("path", "."), json -> pathOf(Json.MAPPER.readTree(json)));
    }

    /** What is at the path itself, though it be a link. */
    public Reply<FileEntry> find(FilePath path) {
        return rpc("Stat", Map.of("path", path.text()), FolderReader::one);
    }

    /**
     * What is in a folder, by name.
     *
     * @param entriesMax more are only counted
     */
    public Reply<Folder> list(FilePath path, int entriesMax) {
        return rpc("ListDir", Map.of("path", path.text(), "depth", 1), json -> FolderReader.read(json, entriesMax));
    }

    /** Refused when there is something of that name. */
    public Reply<Done> makeFolder(FilePath path) {
        return rpc("MakeDir", Map.of("path", path.text()), json -> Done.DONE);
    }

    /** Takes the place of a file that is there. */
    public Reply<Done> move(FilePath from, FilePath to) {
        return rpc("Move", Map.of("source", from.text(), "destination", to.text()), json -> Done.DONE);
    }

    /** With everything in it. */
    public Reply<Done> remove(FilePath path) {
        return rpc("Remove", Map.of("path", path.text()), json -> Done.DONE);
    }

    /** An open file, for the caller to read and close. */
    public Reply<FileContent> read(FilePath path) {
        return send(content(path).timeout(ANSWER_TIMEOUT).GET(), SandboxFiles::open);
    }

    /** Its first bytes: as many as wished, or all there are if they are fewer. */
    public Reply<byte[]> start(FilePath path, int bytes) {
        var request = content(path).timeout(ANSWER_TIMEOUT).header("Range", "bytes=0-" + (bytes - 1));
        return send(request.GET(), response -> {
            try (var body = response.body()) {
                return body.readNBytes(bytes);
            }
        });
    }

    /**
     * Makes a file, or fills one that is there anew.
     *
     * @param bytes to be read on demand; a failure to read them ends the writing
     * @param length how many there are
     */
    public Reply<Done> write(FilePath path, InputStream bytes, long length) {
        var body = length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), length);
        return send(
                content(path).header("Content-Type", "application/octet-stream").POST(body), response -> {
                    response.body().close();
                    return Done.DONE;
                });
    }

    /** Something that is read from an answer's body, and closes it. */
    private interface Reading<T> {

        T read(InputStream body) throws IOException;
    }

    private interface Answer<T> {

        T of(HttpResponse<InputStream> response) throws IOException;
    }

    private <T> Reply<T> rpc(String method, Map<String, Object> message, Reading<T> reading) {
        BodyPublisher body = BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(message));
        var request = request(SERVICE + method)
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Connect-Protocol-Version", "1")
                .POST(body);
        return send(request, response -> {
            try (var answer = response.body()) {
                return reading.read(answer);
            }
        });
    }

    private HttpRequest.Builder content(FilePath path) {
        return request("/files?path=" + Url.part(path.text()));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(gateway + target))
                .header("E2b-Sandbox-Id", sandbox)
                .header("X-Access-Token", token);
    }

    private <T> Reply<T> send(HttpRequest.Builder request, Answer<T> answer) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return response.statusCode() < 300 ? new Reply.Ok<>(answer.of(response)) : refusal(response);
        } catch (IOException | JacksonException unreachable) {
            return new Reply.Unavailable<>(UNREACHABLE, null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply.Unavailable<>(UNREACHABLE, null);
        }
    }

    private static FileContent open(HttpResponse<InputStream> response) {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(FileContent.UNKNOWN);
        return new FileContent(response.body(), length);
    }

    private <T> Reply<T> refusal(HttpResponse<InputStream> response) throws IOException {
        byte[] body;
        try (var stream = response.body()) {
            body = stream.readNBytes(COMPLAINT_BYTES_MAX);
        }
        if (response.statusCode() == 401) {
            refused.run();
        }
        return FileRefusals.of(response.statusCode(), body);
    }

    private static FilePath pathOf(JsonNode answer) throws IOException {
        return FilePath.of(answer.path("entry").path("path").asString("/"))
                .orElseThrow(() -> new IOException("the answer names no path"));
    }
}
