package io.smartboxes.controlplane.mail;

import java.util.ArrayList;
import java.util.List;

/** Puts a mail together from paragraphs, as plain text and as simple HTML that says the same. */
public final class MailLetter {

    private final List<String> text = new ArrayList<>();
    private final List<String> html = new ArrayList<>();

    /** A paragraph. */
    public MailLetter say(String paragraph) {
        text.add(paragraph);
        html.add("<p>" + escape(paragraph) + "</p>");
        return this;
    }

    /** Something to follow, on a line of its own. */
    public MailLetter link(String label, String address) {
        text.add(label + ":\n" + address);
        html.add("<p><a href=\"" + escape(address)
                + "\" style=\"display:inline-block;padding:10px 18px;background:#1d4ed8;color:#ffffff;"
                + "text-decoration:none;border-radius:6px\">" + escape(label) + "</a></p>"
                + "<p style=\"color:#57606a;font-size:13px\">" + escape(address) + "</p>");
        return this;
    }

    /** The mail. */
    public Mail to(String kind, String recipient, String subject) {
        return new Mail(
                kind,
                recipient,
                subject,
                String.join("\n\n", text) + "\n",
                "<!doctype html><html lang=\"en\"><body style=\"font-family:system-ui,sans-serif;font-size:15px;"
                        + "line-height:1.5;color:#1f2328;max-width:36em\">" + String.join("", html) + "</body></html>");
    }

    private static String escape(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
