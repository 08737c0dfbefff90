package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.api.v1.Sandbox;

/** One way to look at a sandbox. */
interface SandboxTab {

    /** To be shown; made anew whenever somebody comes to the tab. */
    Component component();

    /** The sandbox is now like this. */
    void changed(Sandbox now);

    /**
     * Shows what the rest of the address says; told once at the start, too.
     *
     * @return false if it has to be made anew for that
     */
    default boolean at(QueryParameters query) {
        return false;
    }

    /** Something that cannot be told from the sandbox may have changed too. */
    default void doubt() {}
}
