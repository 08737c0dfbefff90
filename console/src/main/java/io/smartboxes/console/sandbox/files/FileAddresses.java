package io.smartboxes.console.sandbox.files;

import io.smartboxes.console.client.FilePath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a sandbox's files are in the console.
 *
 * @param page of the tab, within the console, without a slash at the start
 * @param content of the bytes; see {@link FileServlet}
 */
record FileAddresses(String page, String content) {

    static final String PATH = "path";

    static FileAddresses of(String page, String tenant, String sandbox) {
        return new FileAddresses(page, FileServlet.PREFIX + "/" + tenant + "/" + sandbox);
    }

    String page(FilePath path) {
        return page + "?" + PATH + "=" + encoded(path);
    }

    String download(FilePath path) {
        return content + "?" + PATH + "=" + encoded(path);
    }

    String image(FilePath path) {
        return download(path) + "&" + FileServlet.AS + "=" + FileServlet.IMAGE;
    }

    /** A path is read better with its slashes, and a query may have them. */
    private static String encoded(FilePath path) {
        return URLEncoder.encode(path.text(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
