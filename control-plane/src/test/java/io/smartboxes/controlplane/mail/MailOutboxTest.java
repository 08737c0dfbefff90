package io.smartboxes.controlplane.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.id.TenantId;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailOutboxTest {

    private TestDatabase database;
    private GreenMail server;

    @BeforeEach
    void start() {
        database = new TestDatabase();
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        database.close();
    }

    @Test
    void sendsEachMailOnceThoughTwoReplicasDoIt() throws Exception {
        int mails = 30;
        try (var one = replica(server.getSmtp().getPort());
                var other = replica(server.getSmtp().getPort())) {
            var tenant = TestTenant.in(one, database).id();

            for (int number = 0; number < mails; number++) {
                add(one, tenant, "ada@example.com", "Number " + number);
            }

            Eventually.until("all are sent", () -> sent() == mails);
            assertThat(other).isNotNull();
        }
        var received = server.getReceivedMessages();
        assertThat(received).hasSize(mails);
        var ids = new HashSet<String>();
        for (var message : received) {
            ids.add(message.getMessageID());
        }
        assertThat(ids).hasSize(mails).allMatch(id -> id.matches("<mai_[0-9a-z]{26}@boxes\\.example>"));
        assertThat(received[0].getFrom()[0]).hasToString("SmartBoxes <hello@boxes.example>");
        assertThat(text(received[0], 0)).contains("Hello <you> & you", "https://boxes.example/x?a=1&b=2");
        assertThat(text(received[0], 1)).contains("Hello &lt;you&gt; &amp; you", "a=1&amp;b=2");
        assertThat(database.rows("select 1 as one from mail where sealed is not null"))
                .as("what was said is gone")
                .isEmpty();
    }

    @Test
    void writesDownNothingThatCanBeRead() {
        try (var replica = replica(deadPort())) {
            var tenant = TestTenant.in(replica, database).id();

            add(replica, tenant, "ada@example.com", "Secret subject");

            assertThat(database.rows("select encode(sealed, 'escape') as text from mail")
                            .getFirst()
                            .get("text")
                            .toString())
                    .doesNotContain("Secret")
                    .doesNotContain("ada@");
        }
    }

    @Test
    void waitsForAServerThatIsAway() {
        int port = server.getSmtp().getPort();
        server.stop();
        try (var replica = replica(port)) {
            var tenant = TestTenant.in(replica, database).id();
            add(replica, tenant, "ada@example.com", "Later");
            Eventually.until(
                    "it was tried",
                    () -> !database.rows("select 1 as one from mail where last_error is not null")
                            .isEmpty());
            assertThat(database.rows("select failed_at from mail").getFirst().get("failed_at"))
                    .isNull();

            server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            server.start();
            database.update("update mail set next_try_at = now() where sent_at is null");

            Eventually.until("it is sent", () -> sent() == 1);
            assertThat(server.getReceivedMessages()).hasSize(1);
        }
    }

    @Test
    void givesUpWithAReasonWhatWillNeverBeTaken() throws IOException {
        try (var refusing = new Refusing("550 5.1.1 no such mailbox");
                var replica = replica(refusing.port())) {
            var tenant = TestTenant.in(replica, database).id();

            add(replica, tenant, "nobody@example.com", "Refused");

            Eventually.until("it is given up", () -> failures().contains("no such mailbox"));
            assertThat(database.rows("select attempts from mail").getFirst().get("attempts"))
                    .isEqualTo(1);
        }
    }

    @Test
    void triesAgainWhatIsRefusedForNow() throws IOException {
        try (var refusing = new Refusing("450 4.2.1 come back later");
                var replica = replica(refusing.port())) {
            var tenant = TestTenant.in(replica, database).id();

            add(replica, tenant, "busy@example.com", "Later");

            Eventually.until(
                    "it was tried",
                    () -> !database.rows("select 1 as one from mail where last_error is not null")
                            .isEmpty());
            assertThat(database.rows("select failed_at from mail").getFirst().get("failed_at"))
                    .isNull();
        }
    }

    @Test
    void givesUpAtTheEndOfItsPatience() {
        try (var replica = replica(deadPort())) {
            var tenant = TestTenant.in(replica, database).id();
            add(replica, tenant, "ada@example.com", "Never");
            database.update("update mail set attempts = 50");

            Eventually.until("it is given up", () -> {
                database.update("update mail set next_try_at = now() where failed_at is null");
                return !failures().isEmpty();
            });
        }
    }

    @Test
    void goesInTheClearToThisMachineOnly() {
        assertThatThrownBy(
                        () -> new MailConfig("mail.example.com", 25, null, null, MailConfig.Tls.NONE, "a@example.com"))
                .hasMessageContaining("smartboxes.mail.tls may be none only for a server on this machine");
    }

    private TestReplica replica(int port) {
        return TestReplica.withoutLink(
                database,
                Map.of(
                        "smartboxes.mail.host", "127.0.0.1",
                        "smartboxes.mail.port", port,
                        "smartboxes.mail.tls", "none",
                        "smartboxes.mail.from", "SmartBoxes <hello@boxes.example>"));
    }

    private static void add(TestReplica replica, TenantId tenant, String to, String subject) {
        var mail = new MailLetter()
                .say("Hello <you> & you")
                .link("Look", "https://boxes.example/x?a=1&b=2")
                .to("test", to, subject);
        boolean unused = replica.bean(TenantDatabase.class).transaction(tenant, statements -> {
            replica.bean(MailOutbox.class).add(statements, tenant, mail);
            return true;
        });
    }

    private int sent() {
        return database.rows("select 1 as one from mail where sent_at is not null")
                .size();
    }

    private String failures() {
        return database.rows("select last_error from mail where failed_at is not null")
                .toString()
                .replace("[]", "");
    }

    private static String text(MimeMessage message, int part) throws Exception {
        var parts = (Multipart) message.getContent();
        return parts.getBodyPart(part).getContent().toString();
    }

    /** A port at which nobody listens. */
    private static int deadPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A mail server that takes no recipient. */
    private static final class Refusing implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final String answer;

        Refusing(String answer) throws IOException {
            this.answer = answer;
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (var connection = socket.accept();
                        var in = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
                    var out = connection.getOutputStream();
                    out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
                    for (var line = in.readLine(); line != null; line = in.readLine()) {
                        String said = line.startsWith("RCPT") ? answer : line.startsWith("QUIT") ? "221 bye" : "250 ok";
                        out.write((said + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException gone) {
                    // The next conversation.
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
