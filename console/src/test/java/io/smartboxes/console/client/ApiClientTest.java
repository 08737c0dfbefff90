package io.smartboxes.console.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.Me;
import io.smartboxes.console.testing.FakeApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {

    private final List<Reply<?>> heard = new ArrayList<>();
    private final Caller ada = new Caller() {
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
            return Map.of("X-Forwarded-For", "192.0.2.7");
        }

        @Override
        public void heard(Reply<?> reply) {
            heard.add(reply);
        }
    };

    private final HttpClient http = HttpClient.newHttpClient();
    private FakeApi api;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        api = FakeApi.start();
        client = new ApiClient(http, api.address(), ada, "tnt_1");
    }

    @AfterEach
    void stop() {
        api.close();
        http.close();
    }

    @Test
    void saysWhoAsksAndForWhichTenant() {
        assertThat(client.get("/v1/me", Me.class)).isInstanceOf(Reply.Ok.class);

        var call = api.calls().getFirst();
        assertThat(call.header("Authorization")).isEqualTo("Bearer secret");
        assertThat(call.header("Smartboxes-Tenant")).isEqualTo("tnt_1");
        assertThat(call.header("Smartboxes-Background")).isNull();
        assertThat(call.header("X-Forwarded-For")).isEqualTo("192.0.2.7");
    }

    @Test
    void readsARefusalInEitherSpelling() {
        api.answer(new FakeApi.Answer(403, """
            {"type": "/problems/role_forbids", "title": "The role", "status": 403, "detail": "Viewers look.", "instance": "req_1"}\
            """));
        assertThat(client.get("/v1/me", Me.class)).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("role_forbids");
            assertThat(refused.detail()).isEqualTo("Viewers look.");
            assertThat(refused.isForbidden()).isTrue();
            assertThat(refused.requestId()).isEqualTo("req_01h455vb4pex5vsknk084sn02q");
        });

        api.answer(new FakeApi.Answer(
                429, "{\"code\": 429, \"message\": \"No more today.\", \"error_code\": \"rate_limited\"}"));
        assertThat(client.get("/v2/sandboxes", Me.class)).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("rate_limited");
            assertThat(refused.complaint()).isEqualTo("No more today.");
        });
    }

    @Test
    void tellsAnEndedSessionFromARefusal() {
        api.answer(new FakeApi.Answer(401, """
            {"type": "/problems/session_ended", "title": "x", "status": 401, "detail": "Sign in again."}\
            """));

        assertThat(client.get("/v1/me", Me.class))
                .isEqualTo(new Reply.SessionOver<>("session_ended", "Sign in again."));
    }

    @Test
    void makesNothingOfAnAnswerThatItCannotRead() {
        api.answer(new FakeApi.Answer(200, "<html>"));
        assertThat(client.get("/v1/me", Me.class)).isInstanceOf(Reply.Unavailable.class);

        api.answer(new FakeApi.Answer(502, "<html>"));
        assertThat(client.get("/v1/me", Me.class)).isInstanceOf(Reply.Unavailable.class);

        api.answer(new FakeApi.Answer(418, "<html>"));
        assertThat(client.get("/v1/me", Me.class).complaint()).contains("418");
    }

    @Test
    void doesNotThrowWhenNothingListens() {
        var nowhere = new ApiClient(http, URI.create("http://127.0.0.1:1"), ada, null);

        assertThat(nowhere.get("/v1/me", Me.class)).isInstanceOf(Reply.Unavailable.class);
        assertThat(heard).hasSize(1);
    }
}
