package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.client.Folder;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One folder of a sandbox, and what can be done in it. */
public final class FilesScreen extends Div {

    /** More of a folder are not held; they can be reached by their path. */
    static final int ENTRIES_MAX = 10_000;

    private static final long serialVersionUID = 1L;
    private static final FilePath ROOT = FilePath.of("/").orElseThrow();

    private final transient Supplier<Reply<SandboxFiles>> source;
    private final transient FileAddresses addresses;
    private final PathBar bar;
    private final FileGrid grid;
    private final UploadBox uploads;
    private final Span summary = new Span();
    private final Div tools = new Div();
    private final Div content = new Div();
    private transient FilePath folder = ROOT;
    private boolean isListed;
    private @Nullable FilePreview preview;

    /**
     * @param source the sandbox's files, if the person may have them; asked for each act
     * @param page the tab's address within the console
     */
    @SuppressWarnings("this-escape") // Components are wired while they are made.
    public FilesScreen(Supplier<Reply<SandboxFiles>> source, String tenant, String sandbox, String page) {
        this.source = source;
        addresses = FileAddresses.of(page, tenant, sandbox);
        bar = new PathBar(addresses, this::typed);
        grid = new FileGrid(addresses, ROOT, this::rename, this::remove);
        uploads = new UploadBox(addresses, ROOT, source, this::relist);
        var makeFolder = new Button("New folder", Symbol.PLUS.icon(), click -> with(this::makeFolder));
        var refresh = new Button("Refresh", Symbol.REFRESH.icon(), click -> refresh());
        summary.addClassName("soft");
        summary.getElement().setAttribute("role", "status");
        tools.add(uploads, makeFolder, refresh, summary);
        tools.addClassNames("toolbar", "file-tools");
        content.addClassName("file-content");
        addClassName("files");
        add(bar, tools, content);
    }

    /**
     * Shows what is at a path: a folder, or a file in its folder.
     *
     * @param path as an address or a person spells it; empty for where programs start
     */
    public void go(String path) {
        boolean wasAtFile = forgetPreview();
        with(files -> {
            if (path.isEmpty()) {
                use(files.home(), home -> open(files, home));
                return;
            }
            var wanted = FilePath.of(path);
            if (wanted.isEmpty()) {
                trouble(new FileTrouble("This is no path", NameDialog.RULE + " A path has 4095 bytes at most."));
                return;
            }
            look(files, wanted.get(), wasAtFile);
        });
    }

    private void look(SandboxFiles files, FilePath path, boolean wasAtFile) {
        // What is listed stays as it is when somebody comes back to it from one of its files.
        if (wasAtFile && isListed && path.equals(folder)) {
            return;
        }
        var found = files.find(path);
        if (found instanceof Reply.Ok<FileEntry>(var entry)) {
            show(files, path, entry);
        } else {
            at(path);
            use(found, entry -> {});
        }
    }

    private void show(SandboxFiles files, FilePath path, FileEntry entry) {
        if (path.isRoot() || entry.isFolder()) {
            open(files, path);
            return;
        }
        if (!isListed || !path.parent().equals(folder)) {
            open(files, path.parent());
        }
        preview(files, path, entry);
    }

    private void open(SandboxFiles files, FilePath path) {
        at(path);
        use(files.list(path, ENTRIES_MAX), this::show);
    }

    private void at(FilePath path) {
        folder = path;
        isListed = false;
        bar.show(path);
        uploads.into(path);
    }

    private void show(Folder listed) {
        isListed = true;
        tools.setVisible(true);
        summary.setText(count(listed.total()));
        content.removeAll();
        if (listed.total() == 0) {
            content.add(Message.empty(
                    Symbol.FILES, "This folder is empty", "Drop files here, or upload them by the button above."));
            return;
        }
        if (!listed.isWhole()) {
            var cut = new Paragraph("Only the first " + number(listed.entries().size()) + " of "
                    + number(listed.total()) + " are listed. Type a path above to reach the others.");
            cut.addClassName("soft");
            content.add(cut);
        }
        content.add(grid);
        grid.show(folder, listed.entries());
    }

    static String count(int entries) {
        return entries == 1 ? "1 entry" : number(entries) + " entries";
    }

    private static String number(int amount) {
        return String.format(Locale.ROOT, "%,d", amount);
    }

    private void preview(SandboxFiles files, FilePath path, FileEntry entry) {
        var opened = new FilePreview(
                files,
                addresses,
                path,
                entry,
                () -> FileEdits.rename(files, path, this::refresh),
                () -> FileEdits.remove(files, path, entry, this::refresh));
        preview = opened;
        opened.addOpenedChangeListener(change -> {
            if (!change.isOpened() && opened == preview) {
                preview = null;
                UI.getCurrent().getPage().getHistory().replaceState(null, addresses.page(folder));
            }
        });
        opened.open();
    }

    /** Without the address following it: it has changed already, or somebody goes elsewhere. */
    private boolean forgetPreview() {
        var opened = preview;
        preview = null;
        if (opened == null) {
            return false;
        }
        opened.close();
        return true;
    }

    private void typed(String text) {
        String path = text.startsWith("/") ? text : folder.text() + "/" + text;
        UI.getCurrent().navigate(addresses.page(), QueryParameters.of(FileAddresses.PATH, path));
    }

    private void makeFolder(SandboxFiles files) {
        FileEdits.makeFolder(files, folder, this::refresh);
    }

    private void rename(FileEntry entry) {
        with(files -> FileEdits.rename(files, folder.child(entry.name()), this::refresh));
    }

    private void remove(FileEntry entry) {
        with(files -> FileEdits.remove(files, folder.child(entry.name()), entry, this::refresh));
    }

    /** Lists the same folder anew. */
    private void refresh() {
        forgetPreview();
        relist();
    }

    private void relist() {
        with(files -> open(files, folder));
    }

    private void with(Consumer<SandboxFiles> act) {
        use(source.get(), act);
    }

    private <T> void use(Reply<T> reply, Consumer<? super T> act) {
        if (reply instanceof Reply.Ok<T>(var value)) {
            act.accept(value);
        } else if (reply instanceof Reply.Refused<T> refused && refused.code().equals("role_forbids")) {
            replace(Message.forbidden(refused.detail()));
        } else {
            trouble(FileTrouble.of(reply));
        }
    }

    private void trouble(FileTrouble trouble) {
        var message = Message.failed(trouble.title(), trouble.cure(), null).action("Try again", this::again);
        if (!folder.isRoot()) {
            message.action("Folder above", () -> typed(folder.parent().text()));
        }
        replace(message);
    }

    private void again() {
        getUI().ifPresent(ui -> ui.refreshCurrentRoute(false));
    }

    private void replace(Message message) {
        isListed = false;
        tools.setVisible(false);
        summary.setText("");
        content.removeAll();
        content.add(message);
    }
}
