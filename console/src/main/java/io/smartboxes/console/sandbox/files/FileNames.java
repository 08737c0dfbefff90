package io.smartboxes.console.sandbox.files;

import java.nio.charset.StandardCharsets;

/** Names that a stranger chose, made fit to be shown and to be sent. */
final class FileNames {

    /** How a control character looks when it is drawn instead of obeyed. */
    private static final int PICTURES = 0x2400;

    private static final char DELETE = 0x7f;
    private static final char DELETE_PICTURE = '\u2421';
    private static final char INSTEAD = '\uFFFD';

    /** RFC 5987's attr-char besides letters and digits. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    /** What no system's file names have trouble with. */
    private static final String HARMLESS = " ._-()+,=@";

    private FileNames() {}

    /** The same in sight: no line breaks, nothing that turns the direction of reading round. */
    static String shown(String name) {
        var shown = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            shown.append(shown(name.charAt(i)));
        }
        return shown.toString();
    }

    private static char shown(char character) {
        if (character < ' ') {
            return (char) (PICTURES + character);
        }
        if (character == DELETE) {
            return DELETE_PICTURE;
        }
        int type = Character.getType(character);
        boolean invisible = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return invisible ? INSTEAD : character;
    }

    /** The header that makes a browser keep a file and never open it as a page (RFC 6266, with RFC 5987's spelling). */
    static String attachment(String name) {
        return disposition("attachment", name);
    }

    /** The same for what may be looked at in place. */
    static String inline(String name) {
        return disposition("inline", name);
    }

    private static String disposition(String kind, String name) {
        return kind + "; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + encoded(name);
    }

    private static String ascii(String name) {
        var plain = new StringBuilder(name.length());
        name.codePoints()
                .forEach(each -> plain.append(isAlphanumeric(each) || HARMLESS.indexOf(each) >= 0 ? (char) each : '_'));
        return plain.toString();
    }

    private static String encoded(String name) {
        var encoded = new StringBuilder(name.length());
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            if (isAlphanumeric(each) || PLAIN.indexOf(each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append('%').append("%02X".formatted(each));
            }
        }
        return encoded.toString();
    }

    private static boolean isAlphanumeric(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
