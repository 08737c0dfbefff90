package io.smartboxes.console;

import io.smartboxes.console.session.SignInAddresses;
import java.util.List;
import java.util.stream.Stream;

/**
 * An address that is no screen.
 *
 * @param mapping of the servlet that serves it
 * @param headers names and values by turns
 */
record SweptResource(String mapping, String method, String path, List<String> headers) {

    private static final String FILE = "/content/:tenant/:sandbox?path=/home/user/a";

    SweptResource {
        headers = List.copyOf(headers);
    }

    static List<SweptResource> all() {
        return Stream.concat(
                        SignInAddresses.all().stream().map(path -> of("/*", "GET", path)),
                        Stream.of(
                                of("/health", "GET", "/health"),
                                of("/js/*", "GET", "/js/console.js"),
                                of("/css/*", "GET", "/css/console.css"),
                                of("/icons/*", "GET", "/icons/smartboxes.svg"),
                                of("/content/*", "GET", FILE),
                                of("/content/*", "GET", FILE + "&as=image"),
                                of("/content/*", "POST", FILE, "Smartboxes-Upload", "file"),
                                of("/content/*", "PUT", FILE),
                                of("/content/*", "DELETE", FILE),
                                of("/*", "GET", "/?v-r=init&location="),
                                of("/*", "POST", "/?v-r=uidl&v-uiId=0", "Content-Type", "application/json"),
                                of("/*", "POST", "/?v-r=heartbeat&v-uiId=0"),
                                of("/*", "GET", "/account?v-r=x"),
                                of("/*", "GET", "/VAADIN/push?v-r=push&v-uiId=0&v-pushId=x"),
                                of("/*", "GET", "/VAADIN/dynamic/resource/0/x/y"),
                                of("/*", "POST", "/VAADIN/dynamic/resource/0/x/y"),
                                of("/*", "GET", "/VAADIN/build/none.js"),
                                of("/*", "GET", "/aura/aura.css"),
                                of("/*", "POST", "/"),
                                of("/*", "DELETE", "/")))
                .toList();
    }

    private static SweptResource of(String mapping, String method, String path, String... headers) {
        return new SweptResource(mapping, method, path, List.of(headers));
    }

    boolean hasIds() {
        return path.contains(":");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
