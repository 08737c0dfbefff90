package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.client.FilePath;
import io.smartboxes.console.component.WindowWidth;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is in a folder: folders first, then by name, unless somebody sorts it otherwise. */
final class FileGrid extends Grid<FileEntry> {

    private static final long serialVersionUID = 1L;
    private static final int NARROW_PIXELS = 760;
    private static final List<String> WIDE = List.of("size", "modified", "permissions");
    private static final Comparator<FileEntry> FOLDERS_FIRST =
            Comparator.comparing((FileEntry entry) -> !entry.isFolder()).thenComparing(FileEntry::name);

    private final transient FileAddresses addresses;
    private transient FilePath folder;

    FileGrid(FileAddresses addresses, FilePath folder, Consumer<FileEntry> rename, Consumer<FileEntry> remove) {
        this.addresses = addresses;
        this.folder = folder;
        addClassName("files-grid");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        setMultiSort(false);
        addColumn(name())
                .setKey("name")
                .setHeader("Name")
                .setFlexGrow(4)
                .setWidth("11rem")
                .setComparator(Comparator.comparing(FileEntry::name));
        addColumn(entry -> entry.isFolder() ? "" : FileSizes.words(entry.size()))
                .setKey("size")
                .setHeader("Size")
                .setFlexGrow(0)
                .setWidth("8rem")
                .setComparator(Comparator.comparing(FileEntry::size));
        addColumn(modified())
                .setKey("modified")
                .setHeader("Modified")
                .setFlexGrow(1)
                .setWidth("10rem")
                .setComparator(Comparator.comparing(FileEntry::modified));
        addColumn(permissions())
                .setKey("permissions")
                .setHeader("Permissions")
                .setFlexGrow(1)
                .setWidth("10rem");
        addColumn(actions(rename, remove))
                .setKey("actions")
                .setHeader("")
                .setFlexGrow(0)
                .setWidth("9rem");
        WindowWidth.follow(this, this::fit);
    }

    void show(FilePath now, List<FileEntry> entries) {
        boolean isAnother = !now.equals(folder);
        folder = now;
        setItems(entries.stream().sorted(FOLDERS_FIRST).toList());
        if (isAnother) {
            scrollToStart();
        }
    }

    private void fit(int width) {
        boolean wide = width == 0 || width > NARROW_PIXELS;
        WIDE.forEach(key -> getColumnByKey(key).setVisible(wide));
        setClassName("narrow", !wide);
    }

    private FilePath path(FileEntry entry) {
        return folder.child(entry.name());
    }

    private LitRenderer<FileEntry> name() {
        return LitRenderer.<FileEntry>of("""
            <div class="row-name">
              <div class="row-first">
                <vaadin-icon src="/icons/${item.icon}.svg" aria-hidden="true"></vaadin-icon>
                <a href="${item.address}" router-link class="file-name" title="${item.shown}" ?hidden="${!item.address}">${item.shown}</a>
                <span class="file-name" title="${item.shown}" ?hidden="${item.address}">${item.shown}</span>
              </div>
              <div class="row-second" ?hidden="${!item.target}">→ ${item.target}</div>
              <div class="row-cause">${item.brief}</div>
            </div>\
            """)
                .withProperty("icon", FileGrid::icon)
                .withProperty("shown", entry -> FileNames.shown(entry.name()))
                .withProperty("address", reachable(entry -> addresses.page(path(entry))))
                .withProperty("target", entry -> entry.isLink() ? FileNames.shown(String.valueOf(entry.target())) : "")
                .withProperty("brief", FileGrid::brief);
    }

    /** What has no name that leads back to it can only be looked at from afar. */
    private static ValueProvider<FileEntry, String> reachable(Function<FileEntry, String> address) {
        return entry -> entry.isReachable() && FilePath.isName(entry.name()) ? address.apply(entry) : "";
    }

    private static String icon(FileEntry entry) {
        return switch (entry.kind()) {
            case FOLDER -> "folder";
            case FILE -> "file";
            case OTHER -> entry.isLink() ? "link" : "file";
        };
    }

    private static String brief(FileEntry entry) {
        return entry.isFolder() ? "" : FileSizes.words(entry.size());
    }

    private static LitRenderer<FileEntry> modified() {
        return LitRenderer.<FileEntry>of("<sb-time datetime=\"${item.modified}\" form=\"relative\"></sb-time>")
                .withProperty("modified", entry -> entry.modified().toString());
    }

    private static LitRenderer<FileEntry> permissions() {
        return LitRenderer.<FileEntry>of("<span class=\"cut\"><code>${item.permissions}</code>"
                        + " <span class=\"soft\">${item.owner}</span></span>")
                .withProperty("permissions", FileEntry::permissions)
                .withProperty("owner", entry -> FileNames.shown(entry.owner()));
    }

    private LitRenderer<FileEntry> actions(Consumer<FileEntry> rename, Consumer<FileEntry> remove) {
        return LitRenderer.<FileEntry>of("""
            <div class="file-actions">
              <a class="icon-link" href="${item.download}" router-ignore aria-label="Download ${item.shown}" title="Download" ?hidden="${!item.download}">
                <vaadin-icon src="/icons/download.svg"></vaadin-icon></a>
              <vaadin-button theme="tertiary icon" aria-label="Rename ${item.shown}" title="Rename" ?hidden="${!item.reachable}" @click="${rename}">
                <vaadin-icon src="/icons/pencil.svg"></vaadin-icon></vaadin-button>
              <vaadin-button theme="tertiary icon error" aria-label="Delete ${item.shown}" title="Delete" ?hidden="${!item.reachable}" @click="${remove}">
                <vaadin-icon src="/icons/trash.svg"></vaadin-icon></vaadin-button>
            </div>\
            """)
                .withProperty("shown", entry -> FileNames.shown(entry.name()))
                .withProperty("reachable", entry -> entry.isReachable())
                .withProperty(
                        "download",
                        reachable(entry -> entry.kind() == FileEntry.Kind.FILE ? addresses.download(path(entry)) : ""))
                .withFunction("rename", rename::accept)
                .withFunction("remove", remove::accept);
    }
}
