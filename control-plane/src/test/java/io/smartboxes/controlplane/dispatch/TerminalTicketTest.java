package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.id.TerminalTicketId;
import io.smartboxes.workerlink.GrantTicket;
import io.smartboxes.workerlink.RevokeTicket;
import io.smartboxes.workerlink.TicketState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets for terminals, from the request to the worker and back, and what takes them away again. */
class TerminalTicketTest extends LinkTest {

    private final OidcIssuer issuer = new OidcIssuer();
    private TestReplica replica;
    private FakeWorker worker;
    private TestPerson owner;
    private String sandbox;

    @AfterEach
    void closeIssuer() {
        issuer.close();
    }

    private TestReplica replica(String id, boolean nudged) {
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.nudges.enabled", nudged);
        settings.put("smartboxes.gateway.url", "http://gateway.test:8081");
        settings.put("smartboxes.terminal.origins", "http://localhost:8083,https://console.example.com");
        return replica(id, settings);
    }

    private void begin(boolean nudged) {
        replica = replica("r1", nudged);
        worker = worker(replica, "w1").connected(port(replica));
        owner = TestPerson.signUp(issuer, replica, "owner");
        sandbox = create();
    }

    private String create() {
        return owner.at(replica)
                .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
    }

    @Test
    void areAnsweredOnceTheirWorkerHasThem() throws Exception {
        begin(true);

        var ticket = ask(owner.at(replica), "{}").expect(201).json();

        var grant = grants().getLast();
        String text = ticket.path("ticket").asText();
        assertThat(text).matches("[A-Za-z0-9_-]{43}");
        assertThat(grant.getHash().toByteArray())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(grant.getSandboxId()).isEqualTo(sandbox);
        assertThat(grant.getEpoch()).isEqualTo(1);
        assertThat(grant.getTerminalId()).isEqualTo(ticket.path("terminal").asText());
        assertThat(grant.getNewTerminal()).isTrue();
        assertThat(grant.getTimeToLiveMillis()).isBetween(30_000L, 60_000L);
        assertThat(grant.getUserId()).isEqualTo(owner.id().toString());
        assertThat(grant.getSessionId()).startsWith("ses_");
        assertThat(ticket.path("url").asText()).isEqualTo("ws://gateway.test:8081/terminals/" + sandbox);
        assertThat(database.rows("select hash from terminal_ticket").toString()).doesNotContain(text);
        assertThat(worker.awaitHeard("Welcome", message -> message.hasWelcome())
                        .getWelcome()
                        .getTerminalOriginsList())
                .containsExactly("http://localhost:8083", "https://console.example.com");
    }

    @Test
    void leadBackToATerminal() {
        begin(true);
        String terminal = ask(owner.at(replica), "{}").expect(201).field("terminal");

        var again =
                ask(owner.at(replica), "{\"terminal\":\"" + terminal + "\"}").expect(201);

        assertThat(again.field("terminal")).isEqualTo(terminal);
        assertThat(grants().getLast().getNewTerminal()).isFalse();
        ask(owner.at(replica), "{\"terminal\":\"nonsense\"}").expect(400);
    }

    @ParameterizedTest(name = "nudges = {0}")
    @ValueSource(booleans = {true, false})
    void reachTheWorkerOfAnotherReplica(boolean nudged) {
        begin(nudged);
        var other = replica("r2", nudged);

        ask(owner.at(other), "{}").expect(201);

        assertThat(grants()).hasSize(1);
    }

    @Test
    void sayWhyThereIsNone() {
        begin(true);
        var viewer =
                TestPerson.signUp(issuer, replica, "viewer").join(database, replica, owner.personalTenant(), "viewer");
        assertThat(ask(viewer.at(replica, owner.personalTenant()), "{}")
                        .expect(403)
                        .field("detail"))
                .contains("viewer", "use terminals");

        worker.answerTickets(TicketState.TICKET_STATE_LIMIT_REACHED);
        assertThat(ask(owner.at(replica), "{}").expect(409).field("type")).isEqualTo("/problems/limit_reached");
        worker.answerTickets(TicketState.TICKET_STATE_NOT_HERE);
        ask(owner.at(replica), "{}").expect(404);
        worker.answerTickets(TicketState.TICKET_STATE_UNSPECIFIED);
        assertThat(ask(owner.at(replica), "{}").expect(503).field("type")).isEqualTo("/problems/worker_unheard");
        owner.at(replica).delete("/sandboxes/" + sandbox).expect(204);
        ask(owner.at(replica), "{}").expect(404);
    }

    @Test
    void areNobodyElsesToAnswer() {
        begin(true);
        worker.answerTickets(TicketState.TICKET_STATE_UNSPECIFIED);
        var liar = worker(replica, "w2").connected(port(replica));
        ask(owner.at(replica), "{}").expect(503);
        String ticket = grants().getLast().getTicketId();

        liar.answer(ticket, sandbox, TicketState.TICKET_STATE_GRANTED);
        liar.locate(1, sandbox);
        liar.awaitHeard("that its answer was read", message -> message.hasLocation());

        assertThat(state(ticket)).isEqualTo("WANTED");
        worker.answer(ticket, sandbox, TicketState.TICKET_STATE_GRANTED);
        Eventually.until("the owner's counts", () -> state(ticket).equals("GRANTED"));
        worker.answer(ticket, sandbox, TicketState.TICKET_STATE_OVER);
        Eventually.until("it is over", () -> state(ticket).equals("OVER"));
        worker.answer(ticket, sandbox, TicketState.TICKET_STATE_GRANTED);
        worker.locate(2, sandbox);
        worker.awaitHeard("that its answer was read", message -> message.hasLocation());
        assertThat(state(ticket)).isEqualTo("OVER");
    }

    @ParameterizedTest(name = "nudges = {0}")
    @ValueSource(booleans = {true, false})
    void areTakenAwayWithinTenSecondsWithTheRightToThem(boolean nudged) {
        begin(nudged);
        var removed = member("removed");
        var demoted = member("demoted");
        var leaving = member("leaving");
        var owners = owner.at(replica, owner.personalTenant());
        var key = owners.post("/v1/api-keys", "{\"name\":\"mine\"}").expect(201).json();
        var theirKey = in(demoted)
                .post("/v1/api-keys", "{\"name\":\"theirs\"}")
                .expect(201)
                .json();
        List<String> mortal = List.of(
                ticketOf(in(removed)),
                ticketOf(in(demoted)),
                ticketOf(in(leaving)),
                ticketOf(new Api(
                        replica.url(), Map.of("X-API-KEY", key.path("key").asText()))),
                ticketOf(new Api(
                        replica.url(), Map.of("X-API-KEY", theirKey.path("key").asText()))));
        String kept = ticketOf(owners);

        long began = System.nanoTime();
        owners.delete("/v1/members/" + removed.id()).expect(204);
        owners.with("Content-Type", "application/json")
                .send("PATCH", "/v1/members/" + demoted.id(), "{\"role\":\"viewer\"}")
                .expect(200);
        owners.delete("/v1/api-keys/" + key.path("id").asText()).expect(204);
        String session = in(leaving)
                .get("/v1/me")
                .expect(200)
                .json()
                .path("session")
                .path("id")
                .asText();
        in(leaving).delete("/v1/sessions/" + session).expect(204);

        Eventually.until("all are revoked", () -> revoked().containsAll(mortal));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(revoked()).doesNotContain(kept);
        Eventually.until(
                "their ends are noted",
                () -> mortal.stream().allMatch(ticket -> state(ticket).equals("OVER")));
        assertThat(state(kept)).isEqualTo("GRANTED");
    }

    @Test
    void areTakenAwayThoughTheWorkerWasNotConnected() {
        begin(true);
        var removed = member("removed");
        String ticket = ticketOf(in(removed));
        worker.disconnect();

        owner.at(replica, owner.personalTenant())
                .delete("/v1/members/" + removed.id())
                .expect(204);
        worker.connected(port(replica));

        Eventually.until("it is revoked", () -> revoked().contains(ticket));
    }

    private TestPerson member(String name) {
        var person =
                TestPerson.signUp(issuer, replica, name).join(database, replica, owner.personalTenant(), "developer");
        // Without nudges the replica remembers for some seconds that they were none.
        Eventually.until(
                name + " is a member", () -> in(person).get("/v1/members").status() == 200);
        return person;
    }

    private Api in(TestPerson person) {
        return person.at(replica, owner.personalTenant());
    }

    private String ticketOf(Api caller) {
        String terminal = ask(caller, "{}").expect(201).field("terminal");
        return grants().stream()
                .filter(grant -> grant.getTerminalId().equals(terminal))
                .findFirst()
                .orElseThrow()
                .getTicketId();
    }

    private Reply ask(Api caller, String body) {
        return caller.post("/v1/sandboxes/" + sandbox + "/terminal-tickets", body);
    }

    private List<GrantTicket> grants() {
        return worker.heard().stream()
                .filter(message -> message.hasGrantTicket())
                .map(message -> message.getGrantTicket())
                .toList();
    }

    private List<String> revoked() {
        return worker.heard().stream()
                .filter(message -> message.hasRevokeTicket())
                .map(message -> message.getRevokeTicket())
                .map(RevokeTicket::getTicketId)
                .toList();
    }

    private String state(String ticket) {
        UUID id = TerminalTicketId.parse(ticket).value();
        return (String) database.rows("select state from terminal_ticket where id = ?", id)
                .getFirst()
                .get("state");
    }
}
