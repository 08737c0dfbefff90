package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.sandbox.files.FilesScreen;
import org.jspecify.annotations.Nullable;

/** Its files, while it runs. The address names the folder or the file that is looked at. */
final class FilesTab implements SandboxTab {

    private static final String PATH = "path";

    private final Div whole = new Div();
    private final SandboxScope scope;
    private String path = "";
    private @Nullable FilesScreen screen;

    FilesTab(SandboxScope scope) {
        this.scope = scope;
        whole.addClassName("files-tab");
    }

    @Override
    public Component component() {
        return whole;
    }

    @Override
    public boolean at(QueryParameters query) {
        path = query.getSingleParameter(PATH).orElse("");
        if (screen == null) {
            changed(scope.sandbox());
        } else {
            screen.go(path);
        }
        return true;
    }

    @Override
    public void changed(Sandbox now) {
        if (!scope.role().opensFiles()) {
            show(Message.forbidden("Files are what a sandbox works with, and your role here only lets you look at"
                    + " sandboxes from outside. Ask an owner or an admin to make you a developer."));
        } else if (!SandboxStatus.isAlive(now)) {
            show(Message.empty(
                    Symbol.FILES,
                    "This sandbox has ended",
                    "Its files are gone with it. Create another sandbox to go on."));
        } else if (now.startedAt() == null) {
            show(Message.empty(Symbol.FILES, "This sandbox is starting", "Its files appear here as soon as it runs."));
        } else if (screen == null) {
            open();
        }
    }

    private void show(Message message) {
        screen = null;
        whole.removeAll();
        whole.add(message);
    }

    private void open() {
        String id = scope.sandbox().id();
        var opened = new FilesScreen(
                () -> scope.session().files(scope.addresses().gateway(), scope.tenant(), id),
                scope.tenant(),
                id,
                Links.sandbox(scope.tenant(), id, Links.FILES));
        screen = opened;
        whole.removeAll();
        whole.add(opened);
        opened.go(path);
    }
}
