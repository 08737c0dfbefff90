package io.smartboxes.console.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where something is in a sandbox: absolute, without empty parts, {@code .} or {@code ..}.
 *
 * @param text starts with a slash, and ends with none but the root's
 */
public record FilePath(String text) {

    /** Linux's limits. */
    public static final int NAME_BYTES_MAX = 255;

    static final int PATH_BYTES_MAX = 4095;

    private static final FilePath ROOT = new FilePath("/");

    /** Read as a shell would read it at the root; empty if nothing can be there. */
    public static Optional<FilePath> of(String typed) {
        if (typed.indexOf('\0') >= 0 || !isShort(typed, PATH_BYTES_MAX)) {
            return Optional.empty();
        }
        var parts = new ArrayDeque<String>();
        for (String part : typed.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return parts.stream().allMatch(FilePath::isName)
                ? Optional.of(new FilePath("/" + String.join("/", parts)))
                : Optional.empty();
    }

    /** Whether a thing in a folder can be called so. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.indexOf('/') < 0
                && text.indexOf('\0') < 0
                && !text.equals(".")
                && !text.equals("..")
                && isShort(text, NAME_BYTES_MAX);
    }

    private static boolean isShort(String text, int bytesMax) {
        return text.length() <= bytesMax && text.getBytes(StandardCharsets.UTF_8).length <= bytesMax;
    }

    public boolean isRoot() {
        return equals(ROOT);
    }

    /** Empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The folder it is in; the root is in itself. */
    public FilePath parent() {
        return new FilePath(text.substring(0, Math.max(1, text.lastIndexOf('/'))));
    }

    /** @throws IllegalArgumentException when nothing can be called so */
    public FilePath child(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name");
        }
        return new FilePath(isRoot() ? "/" + name : text + "/" + name);
    }

    /** The way from the root to here. */
    public List<FilePath> way() {
        var way = new ArrayList<FilePath>();
        for (var each = this; !each.isRoot(); each = each.parent()) {
            way.addFirst(each);
        }
        way.addFirst(ROOT);
        return way;
    }

    @Override
    public String toString() {
        return text;
    }
}
