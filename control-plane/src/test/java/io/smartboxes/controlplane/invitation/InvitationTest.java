package io.smartboxes.controlplane.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest {

    private static final Pattern LINK =
            Pattern.compile("https://console\\.example/invitations/(inv_[0-9a-z]{26})#([A-Za-z0-9_-]{43})");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static GreenMail mails;

    private TestPerson owner;
    private Api owners;
    private TestPerson guest;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.mail.host", "127.0.0.1");
        settings.put("smartboxes.mail.port", mails.getSmtp().getPort());
        settings.put("smartboxes.mail.tls", "none");
        settings.put("smartboxes.console.url", "https://console.example/");
        replica = TestReplica.withoutLink(database, settings);
    }

    @AfterAll
    static void stop() {
        replica.close();
        mails.stop();
        database.close();
        issuer.close();
    }

    @BeforeEach
    void people() {
        owner = TestPerson.signUp(issuer, replica, "owner" + NUMBER.incrementAndGet());
        owners = owner.at(replica, owner.personalTenant());
        guest = TestPerson.signUp(issuer, replica, "guest" + NUMBER.incrementAndGet());
    }

    @Test
    void bringsSomebodyIn() {
        var made = invite("viewer").expect(201);

        assertThat(made.field("state")).isEqualTo("pending");
        assertThat(made.field("email")).isEqualTo(guest.who().email());
        assertThat(made.text()).doesNotContain("token");
        var received = received(guest);
        assertThat(received.field("tenant")).isEqualTo(owner.who().email().replaceFirst("@.*", ""));
        assertThat(received.field("role")).isEqualTo("viewer");
        assertThat(received.field("invitedBy")).isEqualTo(owner.who().email());

        answer(guest, made.field("id"), "accept", "{}").expect(204);

        guest.at(replica, owner.personalTenant()).get("/v1/members").expect(200);
        assertThat(owners.get("/v1/members").expect(200).json().path("items")).hasSize(2);
        assertThat(stateOf(made.field("id"))).isEqualTo("accepted");
        answer(guest, made.field("id"), "accept", "{}").expect(404);
        assertThat(owners.get("/v1/audit-events?action=invitation")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .containsExactly("invitation.accept", "invitation.create");
    }

    @Test
    void isMailedWithALinkThatHoldsTheToken() {
        var made = invite("developer").expect(201);

        String text = mailTo(guest, 1);

        assertThat(text).contains(owner.who().email(), "developer", "/invitations/" + made.field("id") + "#");
        String token = token(text);
        assertThat(database.rows(
                        "select 1 as one from invitation where token_hash = sha256(convert_to(?, 'UTF8'))", token))
                .as("stored as a hash")
                .hasSize(1);
        assertThat(database.rows("select to_json(i)::text as row from invitation i")
                        .toString())
                .doesNotContain(token);
    }

    @Test
    void isForTheAddressThatItWasSentTo() {
        String id = invite("viewer").expect(201).field("id");
        String token = token(mailTo(guest, 1));
        var stranger = TestPerson.signUp(issuer, replica, "stranger" + NUMBER.incrementAndGet());

        assertThat(stranger.at(replica)
                        .get("/v1/me/invitations")
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
        var guessing = answer(stranger, id, "accept", "{}").expect(404);
        answer(stranger, id, "accept", "{\"token\":\"wrong\"}").expect(404);
        answer(stranger, id, "decline", "{}").expect(404);
        var explained =
                answer(stranger, id, "accept", "{\"token\":\"" + token + "\"}").expect(403);

        assertThat(guessing.text()).doesNotContain(guest.who().email());
        assertThat(explained.field("type")).endsWith("invitation_for_other_address");
        assertThat(explained.text())
                .contains("g***@example.com")
                .doesNotContain(guest.who().email());
        answer(guest, id, "accept", "{\"token\":\"" + token + "\"}").expect(204);
    }

    @Test
    void isShownAfterAnySignInOfThatAddress() {
        String email = "late" + NUMBER.incrementAndGet() + "@example.com";
        owners.post(
                        "/v1/invitations",
                        "{\"email\":\"" + email.toUpperCase(java.util.Locale.ROOT) + "\",\"role\":\"admin\"}")
                .expect(201);

        var late = TestPerson.signUp(issuer, replica, email.replaceFirst("@.*", ""));

        assertThat(received(late).field("role")).isEqualTo("admin");
    }

    @Test
    void canBeDeclined() {
        String id = invite("viewer").expect(201).field("id");

        answer(guest, id, "decline", "{}").expect(204);

        assertThat(stateOf(id)).isEqualTo("declined");
        answer(guest, id, "accept", "{}").expect(404);
        guest.at(replica, owner.personalTenant()).get("/v1/members").expect(404);
    }

    @Test
    void canBeTakenBack() {
        String id = invite("viewer").expect(201).field("id");

        owners.delete("/v1/invitations/" + id).expect(204);

        owners.delete("/v1/invitations/" + id).expect(404);
        answer(guest, id, "accept", "{}").expect(404);
        assertThat(guest.at(replica).get("/v1/me/invitations").json().path("items"))
                .isEmpty();
    }

    @Test
    void expiresAfterAWeek() {
        String id = invite("viewer").expect(201).field("id");
        database.update(
                "update invitation set expires_at = now() - interval '1 second' where email = ?",
                guest.who().email());

        answer(guest, id, "accept", "{}").expect(404);
        assertThat(stateOf(id)).isEqualTo("expired");
        assertThat(guest.at(replica).get("/v1/me/invitations").json().path("items"))
                .isEmpty();
        invite("viewer").expect(201);
        assertThat(stateOf(id)).isEqualTo("revoked");
    }

    @Test
    void isSentAgainWithAnotherToken() {
        String id = invite("viewer").expect(201).field("id");
        String first = token(mailTo(guest, 1));
        database.update(
                "update invitation set expires_at = now() - interval '1 second' where email = ?",
                guest.who().email());

        owners.post("/v1/invitations/" + id + "/resend", "").expect(200);

        String second = tokenOtherThan(first);
        var stranger = TestPerson.signUp(issuer, replica, "stranger" + NUMBER.incrementAndGet());
        answer(stranger, id, "accept", "{\"token\":\"" + first + "\"}").expect(404);
        answer(stranger, id, "accept", "{\"token\":\"" + second + "\"}").expect(403);
        answer(guest, id, "accept", "{}").expect(204);
    }

    @Test
    void makesOneMemberOfManyYeses() throws InterruptedException, ExecutionException {
        String id = invite("viewer").expect(201).field("id");
        var answers = new ArrayList<Callable<Integer>>();
        for (int number = 0; number < 6; number++) {
            answers.add(() -> answer(guest, id, "accept", "{}").status());
        }
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(answers)) {
                statuses.add(done.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(204).containsOnly(204, 404);
    }

    @Test
    void isLimited() {
        invite("viewer").expect(201);
        assertThat(invite("viewer").expect(409).field("type")).endsWith("conflict");
        for (int number = 1; number < InvitationService.PENDING_MAX; number++) {
            owners.post("/v1/invitations", "{\"email\":\"p" + number + "@example.com\",\"role\":\"viewer\"}")
                    .expect(201);
        }

        var tooMany = owners.post("/v1/invitations", "{\"email\":\"more@example.com\",\"role\":\"viewer\"}")
                .expect(409);

        assertThat(tooMany.field("type")).endsWith("limit_reached");
        assertThat(tooMany.field("detail")).contains("50");
        database.update(
                "delete from invitation where tenant_id = ?",
                owner.personalTenant().value());
        database.update("""
                insert into mail (tenant_id, id, kind, created_at, next_try_at, sent_at)
                select ?, gen_random_uuid(), 'invitation', now(), now(), now() from generate_series(1, 100)
                """, owner.personalTenant().value());
        assertThat(invite("viewer").expect(409).field("detail")).contains("100 invitations were sent within a day");
    }

    @Test
    void isForThoseWhoMayInviteAndOwnersAreMadeByOwners() {
        guest.join(database, replica, owner.personalTenant(), "admin");
        var admins = guest.at(replica, owner.personalTenant());
        String someone = "{\"email\":\"someone@example.com\",\"role\":\"%s\"}";

        admins.post("/v1/invitations", someone.formatted("owner")).expect(403);
        String id = owners.post("/v1/invitations", someone.formatted("owner"))
                .expect(201)
                .field("id");
        admins.delete("/v1/invitations/" + id).expect(403);
        admins.post("/v1/invitations/" + id + "/resend", "").expect(403);
        owners.post("/v1/invitations", "{\"email\":\"" + guest.who().email() + "\",\"role\":\"viewer\"}")
                .expect(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"a@example.com\"}",
                "{\"email\":\"a@example.com\",\"role\":\"king\"}",
                "{\"email\":\"a\",\"role\":\"viewer\"}",
                "{\"email\":\"a@b, c@d\",\"role\":\"viewer\"}",
                "{\"email\":\"A <a@example.com>\",\"role\":\"viewer\"}",
                "{\"email\":\"a@example.com\\r\\nBcc: b@example.com\",\"role\":\"viewer\"}"
            })
    void refusesWhatIsNoInvitation(String body) {
        assertThat(owners.post("/v1/invitations", body).expect(400).field("type"))
                .endsWith("invalid_request");
    }

    @Test
    void saysWhichSettingIsMissingWhereNoMailIsSent() {
        try (var silent = TestReplica.withoutLink(database, issuer.settings())) {
            var refused = owner.at(silent, owner.personalTenant())
                    .post("/v1/invitations", "{\"email\":\"a@example.com\",\"role\":\"viewer\"}")
                    .expect(409);

            assertThat(refused.field("type")).endsWith("mail_not_set_up");
            assertThat(refused.field("detail")).contains("smartboxes.mail.host");
        }
    }

    private Reply invite(String role) {
        return owners.post("/v1/invitations", "{\"email\":\"" + guest.who().email() + "\",\"role\":\"" + role + "\"}");
    }

    private static Reply answer(TestPerson person, String id, String answer, String body) {
        return person.at(replica).post("/v1/invitations/" + id + "/" + answer, body);
    }

    /** The only invitation that somebody has. */
    private static Received received(TestPerson person) {
        var items =
                person.at(replica).get("/v1/me/invitations").expect(200).json().path("items");
        assertThat(items).hasSize(1);
        return name -> items.get(0).path(name).asText();
    }

    private interface Received {
        String field(String name);
    }

    private String stateOf(String id) {
        for (var item : owners.get("/v1/invitations").expect(200).json().path("items")) {
            if (item.path("id").asText().equals(id)) {
                return item.path("state").asText();
            }
        }
        return "none";
    }

    private String mailTo(TestPerson person, int number) {
        return Eventually.found("mail " + number + " to " + person.who().email(), () -> {
            var texts = mailsTo(person);
            return texts.size() < number ? Optional.empty() : Optional.of(texts.get(number - 1));
        });
    }

    private String tokenOtherThan(String first) {
        return Eventually.found(
                "another token",
                () -> mailsTo(guest).stream()
                        .map(InvitationTest::token)
                        .filter(token -> !token.equals(first))
                        .findFirst());
    }

    private static List<String> mailsTo(TestPerson person) {
        return Arrays.stream(mails.getReceivedMessages())
                .filter(message -> isTo(message, person))
                .map(InvitationTest::text)
                .toList();
    }

    private static boolean isTo(MimeMessage message, TestPerson person) {
        try {
            return message.getAllRecipients()[0].toString().equals(person.who().email());
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String text(MimeMessage message) {
        try {
            return ((Multipart) message.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString();
        } catch (MessagingException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String token(String text) {
        var link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(2);
    }
}
