package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.server.VaadinServletService;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.client.Json;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.component.Confirmation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;

/** Takes files by button and by dropping, and shows how far they are. Their bytes go to {@link FileServlet}. */
@Tag("sb-upload")
final class UploadBox extends Component {

    private static final long serialVersionUID = 1L;
    private static final String MODULE = "context://js/upload.js";
    private static final int LISTED_MAX = 5;

    /** More at once are a mistake, or a matter for a program. */
    static final int FILES_MAX = 200;

    private final transient Supplier<Reply<SandboxFiles>> source;
    private final transient Runnable changed;
    private transient FilePath folder;

    /** @param changed a file has arrived */
    UploadBox(FileAddresses addresses, FilePath folder, Supplier<Reply<SandboxFiles>> source, Runnable changed) {
        this.source = source;
        this.changed = changed;
        this.folder = folder;
        getElement()
                .setAttribute("target", addresses.content())
                .setAttribute("count", Integer.toString(FILES_MAX))
                .addEventListener("arrived", event -> changed.run())
                .debounce(1_000);
    }

    void into(FilePath now) {
        folder = now;
        getElement().setAttribute("folder", now.text());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var service = (VaadinServletService) event.getSession().getService();
        var limit = service.getServlet().getServletContext().getAttribute(FileServlet.LIMIT);
        if (limit instanceof Long bytes) {
            getElement().setAttribute("limit", bytes.toString()).setAttribute("too-big", Uploads.tooBig(bytes));
        }
        event.getUI().getPage().addJsModule(MODULE);
    }

    /**
     * Which of these names are taken in the folder; asks the person about them, and tells the browser what they say.
     *
     * @param into the folder, as the browser knows it
     * @param names with slashes between them
     */
    @ClientCallable
    ArrayNode taken(String into, String names) {
        var taken = Json.MAPPER.createArrayNode();
        var found = FilePath.of(into)
                .map(target -> taken(target, List.of(names.split("/"))))
                .orElse(List.of());
        if (!found.isEmpty()) {
            ask(found);
        }
        found.forEach(taken::add);
        return taken;
    }

    private List<String> taken(FilePath target, List<String> names) {
        var taken = new ArrayList<String>();
        if (source.get() instanceof Reply.Ok<SandboxFiles>(var files)) {
            for (String name : names.subList(0, Math.min(names.size(), FILES_MAX))) {
                if (FilePath.isName(name) && files.find(target.child(name)) instanceof Reply.Ok<FileEntry>) {
                    taken.add(name);
                }
            }
        }
        return taken;
    }

    private void ask(List<String> names) {
        boolean one = names.size() == 1;
        new Confirmation(
                        one
                                ? "Replace " + FileNames.shown(names.getFirst()) + "?"
                                : "Replace " + names.size() + " files?",
                        effect(names),
                        one ? "Replace" : "Replace " + names.size(),
                        () -> answer(true))
                .otherwise(() -> answer(false))
                .open();
    }

    private void answer(boolean replace) {
        getElement().callJsFunction("answer", replace);
    }

    private static Div effect(List<String> names) {
        var effect = new Div();
        effect.addClassName("effect");
        if (names.size() > 1) {
            effect.add(list(names));
        }
        effect.add(new Paragraph("What is there now is lost for good, and the new file has a new file's permissions."
                + " Until it has arrived whole, the old one stays as it is."));
        return effect;
    }

    private static UnorderedList list(List<String> names) {
        var list = new UnorderedList();
        names.stream()
                .limit(LISTED_MAX)
                .map(FileNames::shown)
                .map(ListItem::new)
                .forEach(list::add);
        if (names.size() > LISTED_MAX) {
            list.add(new ListItem("and " + (names.size() - LISTED_MAX) + " more"));
        }
        return list;
    }
}
