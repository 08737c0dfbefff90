package io.smartboxes.console;

import com.vaadin.flow.component.Component;
import io.smartboxes.console.layout.FailureView;
import io.smartboxes.console.layout.FrontView;
import io.smartboxes.console.layout.MissingView;
import io.smartboxes.console.sandbox.SandboxListView;
import io.smartboxes.console.sandbox.SandboxView;
import io.smartboxes.console.start.GetStartedView;
import java.util.List;

/** Every screen there is; a test compares it with what the packages hold. */
final class Views {

    static final List<Class<? extends Component>> ROUTES =
            List.of(FrontView.class, GetStartedView.class, SandboxListView.class, SandboxView.class);

    static final List<Class<? extends Component>> ERRORS = List.of(FailureView.class, MissingView.class);

    private Views() {}
}
