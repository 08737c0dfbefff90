package io.smartboxes.agent.gateway;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per request, written when it has ended. The path goes in without its query, which may hold a signature. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int CHARACTERS_MAX = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    private AccessLog() {}

    static void write(Entry entry) {
        LOG.info(
                "request requestId={} sandboxId={} port={} method={} path={} status={} bytesIn={} bytesOut={} ms={} outcome={} via={}",
                entry.requestId(),
                entry.sandboxId(),
                entry.port(),
                printable(entry.method()),
                path(entry.target()),
                entry.status(),
                entry.bytesIn(),
                entry.bytesOut(),
                entry.millis(),
                entry.outcome(),
                entry.via());
    }

    private static String path(String target) {
        int question = target.indexOf('?');
        return printable(question < 0 ? target : target.substring(0, question));
    }

    /** What a client wrote must not look like a line of ours. */
    private static String printable(String text) {
        String start = text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX) + "...";
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }

    /**
     * @param sandboxId "-" when the request named none
     * @param port 0 when the request named no sandbox
     * @param status 0 when the client left before there was one
     * @param outcome how it ended: done, refused, client-gone, sandbox-ended, upstream-broke, idle
     * @param via who served it: local, peer, gateway
     */
    record Entry(
            String requestId,
            String sandboxId,
            int port,
            String method,
            String target,
            int status,
            long bytesIn,
            long bytesOut,
            long millis,
            String outcome,
            String via) {

        /** Of a request whose head could not be read, so that nothing in it can be believed. */
        static Entry unreadable(String requestId, int status) {
            return new Entry(requestId, "-", 0, "-", "-", status, 0, 0, 0, "refused", "gateway");
        }
    }
}
