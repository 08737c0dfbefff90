package io.smartboxes.controlplane.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Golden;
import io.smartboxes.controlplane.testing.OpenApi;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void isTheOneThatWasReviewed() {
        Golden.check(Path.of("control-plane/api/openapi/smartboxes.yml"), OpenApi.text());
    }

    /** Whoever generates a client from it needs to know what comes when all is well. */
    @Test
    void tellsAnswersFromRefusals() {
        assertThat(OpenApi.text())
                .doesNotContainPattern("\"2\\d\\d\":\\s+description: A refusal")
                .containsPattern("\"4XX\":\\s+description: A refusal")
                .containsPattern("\"201\":[^#]+#/components/schemas/CreatedSandbox");
    }

    @Test
    void namesBothVersionsOfEachPath() {
        assertThat(OpenApi.routes().stream().map(OpenApi.Route::toString))
                .contains(
                        "POST /sandboxes",
                        "POST /v2/sandboxes",
                        "GET /sandboxes",
                        "GET /v2/sandboxes",
                        "GET /sandboxes/{sandboxID}",
                        "DELETE /sandboxes/{sandboxID}",
                        "POST /sandboxes/{sandboxID}/timeout",
                        "POST /sandboxes/{sandboxID}/refreshes",
                        "POST /sandboxes/{sandboxID}/connect",
                        "POST /v2/sandboxes/{sandboxID}/connect",
                        "POST /v1/api-keys",
                        "GET /v1/api-keys",
                        "DELETE /v1/api-keys/{id}",
                        "GET /health");
    }
}
