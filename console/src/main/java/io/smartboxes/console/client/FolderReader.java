package io.smartboxes.console.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a listing while it arrives: of a big folder neither the text nor a tree of it is ever held whole. */
final class FolderReader {

    private final int entriesMax;
    private final ArrayList<FileEntry> entries = new ArrayList<>();
    private final Map<String, String> words = new HashMap<>();
    private int total;

    private FolderReader(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    static Folder read(InputStream json, int entriesMax) throws IOException {
        var reader = new FolderReader(entriesMax);
        try (json;
                var parser = Json.MAPPER.createParser(json)) {
            reader.answer(parser);
        }
        return new Folder(reader.entries, reader.total);
    }

    static FileEntry one(InputStream json) throws IOException {
        var reader = new FolderReader(1);
        try (json;
                var parser = Json.MAPPER.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isIt = parser.currentName().equals("entry");
                parser.nextToken();
                if (isIt) {
                    return reader.entry(parser);
                }
                parser.skipChildren();
            }
        }
        throw new IOException("the answer holds no entry");
    }

    private void answer(JsonParser parser) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isIt = parser.currentName().equals("entries");
            if (parser.nextToken() == JsonToken.START_ARRAY && isIt) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    total++;
                    if (entries.size() < entriesMax) {
                        entries.add(entry(parser));
                    } else {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private FileEntry entry(JsonParser parser) {
        var draft = new Draft();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
                draft.take(name, parser.getValueAsString(""));
            } else {
                parser.skipChildren();
            }
        }
        return draft.finish();
    }

    /** Of most files in a folder these are the same. */
    private String word(String text) {
        return words.computeIfAbsent(text, same -> same);
    }

    private final class Draft {

        private String name = "";
        private FileEntry.Kind kind = FileEntry.Kind.OTHER;
        private @Nullable String target;
        private boolean isLink;
        private long size;
        private Instant modified = Instant.EPOCH;
        private String permissions = "";
        private String owner = "";

        void take(String field, String value) {
            switch (field) {
                case "name" -> name = value;
                case "type" -> kind = kind(value);
                case "symlinkTarget" -> target = value;
                case "isSymlink" -> isLink = value.equals("true");
                case "size" -> size = number(value);
                case "modifiedTime" -> modified = time(value);
                case "permissions" -> permissions = word(value);
                case "owner" -> owner = word(value);
                default -> {
                    // Of no interest here.
                }
            }
        }

        FileEntry finish() {
            return new FileEntry(
                    name, kind, isLink ? target == null ? "" : target : null, size, modified, permissions, owner);
        }
    }

    private static FileEntry.Kind kind(String type) {
        return switch (type) {
            case "FILE_TYPE_FILE" -> FileEntry.Kind.FILE;
            case "FILE_TYPE_DIRECTORY" -> FileEntry.Kind.FOLDER;
            default -> FileEntry.Kind.OTHER;
        };
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException odd) {
            return 0;
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException odd) {
            return Instant.EPOCH;
        }
    }
}
