package io.smartboxes.console.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.Member;
import io.smartboxes.console.testing.FakeApi;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final String PAGE = """
            {"items": [{"id": "usr_1", "email": "ada@example.com", "role": "owner", "since": "2026-01-01T00:00:00Z"}], "nextToken": "further"}\
            """;

    @Test
    void turnsPagesUntilTheLimit() throws Exception {
        try (var http = HttpClient.newHttpClient();
                var api = FakeApi.start()) {
            api.answer(new FakeApi.Answer(200, PAGE));

            assertThat(new Members(new ApiClient(http, api.address(), new Ada(), "tnt_1")).all())
                    .isInstanceOfSatisfying(
                            Reply.Ok.class,
                            all -> assertThat((List<?>) all.value())
                                    .hasSize(20)
                                    .allSatisfy(member -> assertThat(((Member) member).email())
                                            .isEqualTo("ada@example.com")));

            assertThat(api.calls()).hasSize(20);
            assertThat(api.calls().getLast().path()).contains("further");
        }
    }

    private record Ada() implements Caller {

        @Override
        public Token token() {
            return new Granted("secret");
        }

        @Override
        public boolean isPresent() {
            return true;
        }

        @Override
        public Map<String, String> whereabouts() {
            return Map.of();
        }

        @Override
        public void heard(Reply<?> reply) {}
    }
}
