package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.client.Folder;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.component.Confirmation;
import io.smartboxes.console.component.Notice;
import org.jspecify.annotations.Nullable;

/** Changes in a folder, each after a question. */
final class FileEdits {

    private FileEdits() {}

    static void makeFolder(SandboxFiles files, FilePath folder, Runnable after) {
        new NameDialog("New folder", "", "Make folder", name -> {
                    var reply = files.makeFolder(folder.child(name));
                    return finish(reply, "The folder " + FileNames.shown(name) + " is there.", after);
                })
                .open();
    }

    static void rename(SandboxFiles files, FilePath path, Runnable after) {
        new NameDialog("Rename " + FileNames.shown(path.name()), path.name(), "Rename", name -> {
                    if (name.equals(path.name())) {
                        return null;
                    }
                    var to = path.parent().child(name);
                    // The sandbox would put it in the place of a file that is there.
                    return files.find(to) instanceof Reply.Ok<FileEntry>
                            ? "There is something of that name already. Choose another name, or remove it first."
                            : finish(files.move(path, to), "It is called " + FileNames.shown(name) + " now.", after);
                })
                .open();
    }

    static void remove(SandboxFiles files, FilePath path, FileEntry entry, Runnable after) {
        String name = FileNames.shown(path.name());
        new Confirmation("Delete " + name + "?", effect(files, path, entry), "Delete", () -> {
                    var complaint = finish(files.remove(path), name + " is deleted.", after);
                    if (complaint != null) {
                        Notice.failed(name + " was not deleted. " + complaint);
                    }
                })
                .open();
    }

    private static Div effect(SandboxFiles files, FilePath path, FileEntry entry) {
        var effect = new Div(new Paragraph(
                entry.isLink()
                        ? "Only the link goes; what it leads to stays."
                        : entry.isFolder() ? inside(files, path) : file(entry)));
        effect.addClassName("effect");
        return effect;
    }

    private static String file(FileEntry entry) {
        return "Its " + FileSizes.words(entry.size())
                + " are lost for good. Programs in the sandbox that use it may fail.";
    }

    private static String inside(SandboxFiles files, FilePath path) {
        String what = "The folder and everything in it, in the folders below too, are lost for good. Programs in the"
                + " sandbox that use them may fail.";
        return files.list(path, 0) instanceof Reply.Ok<Folder>(var folder)
                ? (folder.total() == 0
                        ? "The folder is empty."
                        : "It holds " + FilesScreen.count(folder.total()) + ". " + what)
                : what;
    }

    private static @Nullable String finish(Reply<Done> reply, String told, Runnable after) {
        if (!(reply instanceof Reply.Ok<Done>)) {
            return FileTrouble.of(reply).words();
        }
        Notice.done(told);
        after.run();
        return null;
    }
}
