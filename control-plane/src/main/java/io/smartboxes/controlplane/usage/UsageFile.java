package io.smartboxes.controlplane.usage;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Usage as comma-separated values (RFC 4180). */
final class UsageFile {

    private static final String HEADER = "group,name,kind,meter,unit,quantity,cost_usd\r\n";

    private UsageFile() {}

    static String of(UsageGrouping grouping, Collection<List<Figure>> groups) {
        var text = new StringBuilder(HEADER);
        groups.stream().flatMap(List::stream).forEach(figure -> text.append(line(grouping, figure)));
        return text.toString();
    }

    private static String line(UsageGrouping grouping, Figure figure) {
        String bucket = figure.bucket();
        return Stream.of(
                                bucket == null ? "" : grouping.publicKey(bucket),
                                Objects.requireNonNullElse(figure.name(), ""),
                                figure.estimated() ? "estimated" : "settled",
                                figure.meter().code(),
                                figure.meter().unit(),
                                Long.toString(figure.quantity()),
                                Money.exact(figure.cost()))
                        .map(UsageFile::field)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** A name that a spreadsheet would run as a formula is made text: keys are named by people. */
    private static String field(String value) {
        String text = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return text.matches("[\\w.:-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
