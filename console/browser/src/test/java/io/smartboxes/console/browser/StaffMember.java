package io.smartboxes.console.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Somebody of the staff: invited from the command line, with a password and one-time codes. */
final class StaffMember {

    private final Installation installation;
    private final Visitor visitor;
    private final String password = "Correct-staff-" + System.nanoTime();
    private OneTimeCode codes = new OneTimeCode("");

    StaffMember(Installation installation, Visitor visitor) {
        this.installation = installation;
        this.visitor = visitor;
    }

    void invite() throws IOException, InterruptedException {
        var smartboxes = Path.of("../../infra/smartboxes").toAbsolutePath().normalize();
        var process = new ProcessBuilder(
                        smartboxes.toString(),
                        "staff",
                        "invite",
                        visitor.address,
                        "--state",
                        installation.state().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("Nobody could be invited: " + output);
        }
    }

    /**
     * Opens the link in the mail and sets up a password and codes.
     *
     * @param seen hears the name of each page of the sign-in service when it is there
     */
    void accept(Consumer<String> seen) {
        var page = visitor.page;
        page.navigate(new Mailbox(installation.mail()).linkTo(visitor.address, "/realms/smartboxes-staff/"));
        var proceed = page.getByText(Pattern.compile("proceed", Pattern.CASE_INSENSITIVE));
        var chosen = page.locator("#password-new");
        var code = page.locator("#totp");
        chosen.or(code).or(proceed).first().waitFor();
        if (chosen.count() == 0 && code.count() == 0) {
            proceed.first().click();
            chosen.or(code).first().waitFor();
        }
        // The provider says which of the two comes first.
        for (int step = 0; step < 2; step++) {
            chosen.or(code).first().waitFor();
            if (code.count() > 0) {
                seen.accept("staff-codes");
                codes = new OneTimeCode(page.locator("#totpSecret").inputValue());
                code.fill(codes.now());
                page.locator("#userLabel").fill("phone");
            } else {
                seen.accept("staff-password");
                chosen.fill(password);
                page.locator("#password-confirm").fill(password);
            }
            page.locator("[type=submit]").first().click();
        }
        page.getByText(Pattern.compile("updated", Pattern.CASE_INSENSITIVE))
                .first()
                .waitFor();
    }

    /**
     * From the staff area's front page, and back to it.
     *
     * @param seen hears the name of each page of the sign-in service when it is there
     */
    void signIn(Consumer<String> seen) {
        var page = visitor.page;
        page.navigate(installation.console() + "/staff/");
        page.locator("#username").waitFor();
        seen.accept("staff-sign-in");
        page.locator("#username").fill(visitor.address);
        page.locator("#password").fill(password);
        page.locator("[type=submit]").first().click();
        page.locator("#otp").waitFor();
        seen.accept("staff-code");
        page.locator("#otp").fill(codes.next());
        page.locator("[type=submit]").first().click();
        page.waitForURL(installation.console() + "/staff/");
        visitor.heading("Search").waitFor();
    }
}
