package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.PropertyList;
import io.smartboxes.console.component.Symbol;

/** One file: what is known of it, and what it looks like if it is text or a picture. */
final class FilePreview extends Dialog {

    private static final long serialVersionUID = 1L;

    /**
     * @param rename somebody wants another name for it
     * @param remove somebody wants it gone
     */
    FilePreview(
            SandboxFiles files,
            FileAddresses addresses,
            FilePath path,
            FileEntry entry,
            Runnable rename,
            Runnable remove) {
        addClassNames("drawer", "file-preview");
        setHeaderTitle(FileNames.shown(path.name()));
        add(facts(path, entry));
        if (entry.kind() == FileEntry.Kind.FILE) {
            add(content(files.start(path, Preview.BYTES_WANTED), addresses, path, entry));
            getFooter().add(download(addresses, path));
        } else {
            add(note(
                    entry.isLink()
                            ? "This link leads to nothing."
                            : "This is a device or a socket: it has no content to show."));
        }
        getFooter()
                .add(
                        new Button("Rename", click -> rename.run()),
                        new Button("Delete", click -> remove.run()),
                        new Button("Close", click -> close()));
    }

    private static Component facts(FilePath path, FileEntry entry) {
        var facts = new PropertyList().add("Path", new CopyableId(path.text()).whole());
        if (entry.isLink()) {
            facts.add("Leads to", FileNames.shown(String.valueOf(entry.target())));
        }
        return facts.add("Size", FileSizes.words(entry.size()))
                .add("Modified", Moment.absolute(entry.modified()))
                .add("Permissions", entry.permissions() + " " + FileNames.shown(entry.owner()));
    }

    private static Component content(Reply<byte[]> start, FileAddresses addresses, FilePath path, FileEntry entry) {
        if (!(start instanceof Reply.Ok<byte[]>(var bytes))) {
            var problem = new Paragraph(FileTrouble.of(start).words());
            problem.addClassName("problem");
            problem.getElement().setAttribute("role", "alert");
            return problem;
        }
        return switch (Preview.of(bytes)) {
            case Preview.Text(var text, var isCut) -> text(text, isCut);
            case Preview.Image image
            when entry.size() <= FileServlet.IMAGE_BYTES_MAX || entry.isLink() -> image(addresses, path);
            case Preview.Image big ->
                note("A picture of more than " + FileSizes.words(FileServlet.IMAGE_BYTES_MAX)
                        + " is not shown here. Download it to look at it.");
            case Preview.Empty empty -> note("This file is empty.");
            case Preview.Bytes other ->
                note("There is no preview: this is neither text nor a picture that browsers"
                        + " draw safely (PNG, JPEG, GIF, WebP). Download it to look at it.");
        };
    }

    private static Component text(String text, boolean isCut) {
        var shown = new Pre(text);
        shown.addClassName("file-text");
        shown.getElement()
                .setAttribute("tabindex", "0")
                .setAttribute("role", "region")
                .setAttribute("aria-label", "Content");
        var whole = new Div(shown);
        if (isCut) {
            whole.add(note("Only the first " + FileSizes.words(Preview.TEXT_BYTES_MAX)
                    + " are shown. Download it to see the rest."));
        }
        return whole;
    }

    private static Component image(FileAddresses addresses, FilePath path) {
        var picture = new Image(addresses.image(path), "Preview of " + FileNames.shown(path.name()));
        picture.addClassName("file-image");
        return picture;
    }

    private static Component note(String sentence) {
        var note = new Paragraph(sentence);
        note.addClassName("soft");
        return note;
    }

    private static Component download(FileAddresses addresses, FilePath path) {
        var button = new Span("Download");
        var link = new Anchor(addresses.download(path));
        link.add(Symbol.DOWNLOAD.icon(), button);
        link.addClassName("link-button");
        link.setRouterIgnore(true);
        return link;
    }
}
