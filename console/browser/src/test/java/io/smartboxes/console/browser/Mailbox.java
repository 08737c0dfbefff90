package io.smartboxes.console.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import java.util.regex.Pattern;

/** The installation's caught mail. */
record Mailbox(String url) {

    /** The first link of the newest mail to this address whose link has this part. */
    String linkTo(String address, String part) {
        return Eventually.get("A mail to " + address, () -> find(address, part));
    }

    private Optional<String> find(String address, String part) {
        var link = Pattern.compile("https?://\\S*" + Pattern.quote(part) + "\\S*");
        var mails = mails();
        for (int index = mails.size() - 1; index >= 0; index--) {
            var mail = mails.get(index).getAsJsonObject();
            if (isTo(mail, address)) {
                var found = link.matcher(text(mail.get("id").getAsString()));
                if (found.find()) {
                    return Optional.of(found.group());
                }
            }
        }
        return Optional.empty();
    }

    private JsonArray mails() {
        var all = JsonParser.parseString(Http.get(url + "/api/email?limit=200"));
        return all.isJsonArray() ? all.getAsJsonArray() : all.getAsJsonObject().getAsJsonArray("emails");
    }

    private static boolean isTo(JsonObject mail, String address) {
        for (JsonElement to : mail.getAsJsonArray("to")) {
            if (to.getAsJsonObject().get("address").getAsString().equals(address)) {
                return true;
            }
        }
        return false;
    }

    private String text(String id) {
        return JsonParser.parseString(Http.get(url + "/api/email/" + id))
                .getAsJsonObject()
                .get("text")
                .getAsString();
    }
}
