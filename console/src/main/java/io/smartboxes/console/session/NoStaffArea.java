package io.smartboxes.console.session;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What stands in the staff's place where they have no sign-in. */
public final class NoStaffArea extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new StaticPage(
                        "There is no staff area here",
                        "Staff sign in at a place of their own, and this console was told of none (setting"
                                + " staff.issuer). infra/smartboxes up sets one up where it runs the sign-in service.",
                        new StaticPage.Link("/", "To the console"),
                        0)
                .send(response, HttpServletResponse.SC_NOT_FOUND);
    }
}
