package io.smartboxes.console.sandbox.files;

import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Brings a file into a sandbox: beside its place first, and into it in one step when it is whole. */
final class Uploads {

    /** Set by our own pages; another site's cannot, and so cannot put files where its visitor may. */
    static final String MARK = "Smartboxes-Upload";

    static final String OVERWRITE = "overwrite";

    private static final long MIB = 1024 * 1024;

    private final long bytesMax;

    Uploads(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What can be told before a byte is read. */
    Outcome refuse(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        long length = request.getContentLengthLong();
        if (request.getHeader(MARK) == null || (site != null && !site.equals("same-origin"))) {
            return new Outcome(HttpServletResponse.SC_FORBIDDEN, "Files are taken from pages of this console only.");
        }
        if (length < 0) {
            return new Outcome(
                    HttpServletResponse.SC_LENGTH_REQUIRED, "The request does not say how long the file is.");
        }
        return length > bytesMax
                ? new Outcome(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, tooBig(bytesMax))
                : Outcome.DONE;
    }

    /** Names the setting. */
    static String tooBig(long bytesMax) {
        return "It is larger than " + bytesMax / MIB + " MiB, the most that the console takes in one file (setting"
                + " files.upload-mib-max). Use one of the client packages, or split it.";
    }

    Outcome take(SandboxFiles files, FilePath path, HttpServletRequest request) throws IOException {
        var there = files.find(path);
        boolean mayReplace = "yes".equals(request.getParameter(OVERWRITE));
        if (there instanceof Reply.Ok<FileEntry>(var entry)) {
            if (entry.isFolder() && !entry.isLink()) {
                return new Outcome(HttpServletResponse.SC_CONFLICT, "There is a folder of that name.");
            }
            if (!mayReplace) {
                return new Outcome(
                        HttpServletResponse.SC_CONFLICT,
                        "There is a file of that name, and nobody asked to replace it.");
            }
        } else if (!(there instanceof Reply.Refused<FileEntry> refused && refused.isMissing())) {
            return Outcome.of(there);
        }
        return write(files, path, request);
    }

    private static Outcome write(SandboxFiles files, FilePath path, HttpServletRequest request) throws IOException {
        var beside = path.parent()
                .child(".upload-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        Reply<Done> written = files.write(beside, request.getInputStream(), request.getContentLengthLong());
        if (written instanceof Reply.Ok<Done>) {
            written = files.move(beside, path);
        }
        if (!(written instanceof Reply.Ok<Done>)) {
            // The sandbox itself removes what broke off; this is for a move that was refused.
            files.remove(beside);
        }
        return Outcome.of(written);
    }
}
