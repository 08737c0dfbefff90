package io.smartboxes.controlplane.invitation;

import io.smartboxes.controlplane.mail.Mail;
import io.smartboxes.controlplane.mail.MailLetter;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What somebody reads who is invited. */
@Singleton
final class InvitationMail {

    static final String KIND = "invitation";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final ConsoleConfig console;

    InvitationMail(ConsoleConfig console) {
        this.console = console;
    }

    Mail write(StoredInvitation invitation, String tenantName, InvitationToken token) {
        var letter = new MailLetter()
                .say("Hello,")
                .say(invitation.inviter() + " invites you to \"" + tenantName
                        + "\" on SmartBoxes, where AI agents run code in sandboxes. Your role there will be "
                        + invitation.role().code() + ".");
        var url = console.url();
        if (url == null) {
            letter.say("To answer, sign in to SmartBoxes with this mail address ("
                    + invitation.email().text() + "): the invitation is shown to you then.");
        } else {
            // After the #, so that it reaches neither a server's log nor the next page's referrer.
            letter.link(
                            "Look at the invitation",
                            url.toString().replaceAll("/$", "") + "/invitations/" + invitation.id() + "#"
                                    + token.text())
                    .say("Sign in, or sign up, with this mail address ("
                            + invitation.email().text() + "): it is the one that is invited.");
        }
        letter.say("The invitation is good until " + DAY.format(invitation.expiresAt())
                + ". If you did not expect it, there is nothing you need to do.");
        return letter.to(KIND, invitation.email().text(), invitation.inviter() + " invites you to " + tenantName);
    }
}
