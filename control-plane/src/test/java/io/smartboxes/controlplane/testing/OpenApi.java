package io.smartboxes.controlplane.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document that the build made. */
public final class OpenApi {

    private static final String GENERATED = "/META-INF/swagger/smartboxes-1.yml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private OpenApi() {}

    /** Its text. */
    public static String text() {
        try (var stream = OpenApi.class.getResourceAsStream(GENERATED)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Every method of every path in it. */
    public static List<Route> routes() {
        Map<String, Object> document = new Yaml().load(text());
        var routes = new ArrayList<Route>();
        map(document.get("paths"))
                .forEach((path, methods) -> map(methods).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        routes.add(new Route(
                                method.toUpperCase(Locale.ROOT),
                                path,
                                map(operation).containsKey("requestBody")));
                    }
                }));
        return List.copyOf(routes);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** One operation. */
    public record Route(String method, String path, boolean hasBody) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
