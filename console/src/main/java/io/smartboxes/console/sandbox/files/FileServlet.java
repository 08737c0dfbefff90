package io.smartboxes.console.sandbox.files;

import io.smartboxes.console.client.FileContent;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.session.StaticPage;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.EofException;

/**
 * The way of files' bytes between browser and gateway: {@code GET} takes one away or, as an image, looks at it; {@code POST}
 * brings one. Nothing is held but a few buffers, and no byte of a sandbox is ever a page of the console's.
 */
public final class FileServlet extends HttpServlet {

    /** Its paths go on with the tenant's id and the sandbox's. */
    public static final String PREFIX = "/content";

    /** Under which the servlet context has the most bytes of one upload. */
    static final String LIMIT = FileServlet.class.getName() + ".uploadBytesMax";

    static final String AS = "as";
    static final String IMAGE = "image";
    static final long IMAGE_BYTES_MAX = 32L * 1024 * 1024;

    private static final long serialVersionUID = 1L;
    private static final Pattern PLACE = Pattern.compile("/([A-Za-z0-9_-]{1,64})/([a-z0-9]{1,63})");
    private static final String HARMLESS_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private final transient Function<HttpServletRequest, Optional<ConsoleSession>> signedIn;
    private final transient URI gateway;
    private final long uploadBytesMax;
    private final transient Uploads uploads;

    /**
     * @param signedIn whose browser sent a request
     * @param gateway by which sandboxes are reached
     * @param uploadBytesMax the most that one file may have
     */
    public FileServlet(
            Function<HttpServletRequest, Optional<ConsoleSession>> signedIn, URI gateway, long uploadBytesMax) {
        this.signedIn = signedIn;
        this.gateway = gateway;
        this.uploadBytesMax = uploadBytesMax;
        uploads = new Uploads(uploadBytesMax);
    }

    @Override
    public void init() {
        getServletContext().setAttribute(LIMIT, uploadBytesMax);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean asImage = IMAGE.equals(request.getParameter(AS));
        var outcome = pass(request, (files, path) -> take(files, path, asImage, response));
        if (outcome.isFailure()) {
            new StaticPage("That file could not be taken", outcome.message(), null, 0).send(response, outcome.status());
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        harmless(response);
        var refused = uploads.refuse(request);
        var outcome =
                refused.isFailure() ? refused : pass(request, (files, path) -> uploads.take(files, path, request));
        outcome.send(response);
    }

    /** What is done with the file that a request names. */
    private interface Act {

        Outcome on(SandboxFiles files, FilePath path) throws IOException;
    }

    private Outcome pass(HttpServletRequest request, Act act) throws IOException {
        var place = PLACE.matcher(String.valueOf(request.getPathInfo()));
        var path = FilePath.of(String.valueOf(request.getParameter(FileAddresses.PATH)))
                .filter(found -> !found.isRoot());
        var session = signedIn.apply(request);
        if (session.isEmpty()) {
            return new Outcome(403, "This sign-in has ended. Sign in again.");
        }
        if (!place.matches() || path.isEmpty()) {
            return new Outcome(400, "The address names no file of a sandbox.");
        }
        if (!session.get().transfers().tryAcquire()) {
            return new Outcome(
                    429,
                    "Already " + ConsoleSession.TRANSFERS_MAX
                            + " files are on their way for this sign-in. Try again when one of them is through.");
        }
        try {
            var files = session.get().files(gateway, place.group(1), place.group(2));
            return files instanceof Reply.Ok<SandboxFiles>(var open) ? act.on(open, path.get()) : Outcome.of(files);
        } finally {
            session.get().transfers().release();
        }
    }

    private static Outcome take(SandboxFiles files, FilePath path, boolean asImage, HttpServletResponse response)
            throws IOException {
        var reply = files.read(path);
        if (!(reply instanceof Reply.Ok<FileContent>(var content))) {
            return Outcome.of(reply);
        }
        harmless(response);
        try (content) {
            if (asImage) {
                image(content, path, response);
            } else {
                response.setContentType("application/octet-stream");
                response.setHeader("Content-Disposition", FileNames.attachment(path.name()));
                copy(content.bytes(), content.length(), response);
            }
        }
        return Outcome.DONE;
    }

    private static void image(FileContent content, FilePath path, HttpServletResponse response) throws IOException {
        byte[] start = content.bytes().readNBytes(ImageKind.MAGIC_BYTES);
        var kind = ImageKind.of(start);
        if (kind.isEmpty() || content.length() > IMAGE_BYTES_MAX) {
            response.setStatus(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        response.setContentType(kind.get().type());
        response.setHeader("Content-Disposition", FileNames.inline(path.name()));
        copy(new SequenceInputStream(new ByteArrayInputStream(start), content.bytes()), content.length(), response);
    }

    /** A file that ends too early must not look whole: the browser sees a connection that broke. */
    private static void copy(InputStream bytes, long length, HttpServletResponse response) throws IOException {
        if (length != FileContent.UNKNOWN) {
            response.setContentLengthLong(length);
        }
        try {
            bytes.transferTo(response.getOutputStream());
        } catch (IOException broken) {
            throw new EofException(broken);
        }
    }

    /** Whatever the bytes are: nobody else's page may embed them, and on no page of ours do they run. */
    private static void harmless(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", HARMLESS_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }
}
