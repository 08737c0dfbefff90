package io.smartboxes.console.sandbox.files;

import io.smartboxes.console.client.FileRefusals;
import io.smartboxes.console.client.Reply;

/**
 * Why something with files did not work.
 *
 * @param title the cause
 * @param cure what to do about it
 */
record FileTrouble(String title, String cure) {

    static FileTrouble of(Reply<?> reply) {
        return switch (reply) {
            case Reply.Refused<?> refused -> refused(refused);
            case Reply.Unavailable<?> away ->
                new FileTrouble("The sandbox did not answer", sentence(away.detail()) + " Try again in a moment.");
            case Reply.SessionOver<?> over -> new FileTrouble("This sign-in has ended", "Sign in again.");
            case Reply.Ok<?> ok -> throw new IllegalArgumentException("it worked");
        };
    }

    private static FileTrouble refused(Reply.Refused<?> refused) {
        return switch (refused.code()) {
            case FileRefusals.GONE ->
                new FileTrouble(
                        "This sandbox is not running any more",
                        "Its files are gone with it. Create another sandbox to go on.");
            case FileRefusals.CLOSED ->
                new FileTrouble(
                        "You may not open this sandbox any more",
                        "Your role or your sign-in has changed. Load this page again to see what you may do.");
            case FileRefusals.NOT_FOUND ->
                new FileTrouble(
                        "There is nothing at this path",
                        "It may have been renamed or removed meanwhile. Check the path, or go to the folder above.");
            case FileRefusals.EXISTS ->
                new FileTrouble("There is something of that name already", "Choose another name, or remove it first.");
            case FileRefusals.DENIED ->
                new FileTrouble(
                        "The sandbox's system does not permit that",
                        sentence(refused.detail()) + " Change the permissions in the terminal.");
            case FileRefusals.DISK_FULL ->
                new FileTrouble(
                        "The sandbox's disk is full",
                        "Remove files that are not needed, or use a template with a bigger disk.");
            case FileRefusals.TOO_MANY ->
                new FileTrouble(
                        "There is too much in this folder to list",
                        sentence(refused.detail()) + " Use the terminal for it, or the path above for what is in it.");
            default -> new FileTrouble("That did not work", sentence(refused.detail()));
        };
    }

    /** As one line. */
    String words() {
        return title + ". " + cure;
    }

    private static String sentence(String text) {
        var shown = FileNames.shown(text.strip());
        return shown.isEmpty() || ".!?".indexOf(shown.charAt(shown.length() - 1)) >= 0 ? shown : shown + ".";
    }
}
