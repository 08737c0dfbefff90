package io.smartboxes.console.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SnippetsTest {

    private final Snippets snippets = new Snippets(
            new Addresses(URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:8081")), "e2b_key");

    @Test
    void holdEverythingThatARunNeeds() {
        for (var language : snippets.languages()) {
            assertThat(language.run()).as(language.name()).contains("e2b_key", "http://127.0.0.1:8080");
            if (!language.name().equals("curl")) {
                assertThat(language.run()).contains("E2B_SANDBOX_URL='http://127.0.0.1:8081'");
                assertThat(language.install()).isNotEmpty();
            }
        }
    }

    @Test
    void doNotSayTheKeyInLogs() {
        assertThat(snippets.toString()).doesNotContain("e2b_key");
    }
}
