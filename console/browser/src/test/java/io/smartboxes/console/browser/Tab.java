package io.smartboxes.console.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

/** A page in a browser that has never seen the console: nothing of it is cached. */
record Tab(BrowserContext context, Page page) implements AutoCloseable {

    /** A farewell that is on its way must not die with the browser. */
    private static final int FAREWELL_MILLIS = 300;

    static Tab in(BrowserContext context) {
        context.setDefaultTimeout(Visitor.PATIENCE_MILLIS);
        return new Tab(context, context.newPage());
    }

    /** As somebody leaves: the page says goodbye to the server. */
    @Override
    public void close() {
        page.navigate("about:blank");
        page.waitForTimeout(FAREWELL_MILLIS);
        context.close();
    }
}
