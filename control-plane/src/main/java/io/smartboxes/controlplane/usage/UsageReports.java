package io.smartboxes.controlplane.usage;

import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.api.v1.UsageSum;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Usage as people read it. */
@Singleton
final class UsageReports {

    /** Of one file of values. */
    static final int FILE_GROUPS_MAX = 10_000;

    private final TenantDatabase database;
    private final FigureRepository figures;
    private final InstantSource clock;

    UsageReports(TenantDatabase database, FigureRepository figures, InstantSource clock) {
        this.database = database;
        this.figures = figures;
        this.clock = clock;
    }

    /** A page of groups, with the sum of everything. */
    UsageReport report(TenantId tenant, UsageQuery query) {
        List<Figure> found =
                figures(tenant, new UsageQuery(query.scope(), query.grouping(), query.after(), query.limit() + 1));
        Map<String, List<Figure>> groups = groups(found, query.grouping());
        List<String> page = groups.keySet().stream().limit(query.limit()).toList();
        List<Figure> totals = found.stream().filter(Figure::total).toList();
        return new UsageReport(
                query.scope().from(),
                query.scope().to(),
                query.grouping().code(),
                Money.CURRENCY,
                sum(totals, false),
                estimate(totals),
                page.stream()
                        .map(bucket -> group(query.grouping(), Objects.requireNonNull(groups.get(bucket))))
                        .toList(),
                groups.size() > query.limit() ? token(page.getLast()) : null);
    }

    /**
     * All groups as comma-separated values, with exact costs: whoever adds them up gets what the report says.
     *
     * @throws ProblemException when there are too many
     */
    String file(TenantId tenant, UsageScope scope, UsageGrouping grouping) {
        List<Figure> found = figures(tenant, UsageQuery.whole(scope, grouping, FILE_GROUPS_MAX + 1));
        Map<String, List<Figure>> groups = groups(found, grouping);
        if (groups.size() > FILE_GROUPS_MAX) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "These are more than " + FILE_GROUPS_MAX
                            + " groups, the most that one file may have. Ask for a shorter time.");
        }
        return UsageFile.of(grouping, groups.values());
    }

    private List<Figure> figures(TenantId tenant, UsageQuery query) {
        return database.transaction(tenant, statements -> figures.figures(statements, tenant, query, clock.instant()));
    }

    /** By bucket, in the order of the list; what has no key comes under the empty one. */
    private static Map<String, List<Figure>> groups(List<Figure> found, UsageGrouping grouping) {
        Comparator<String> order = grouping.ascending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        var groups = new LinkedHashMap<String, List<Figure>>();
        found.stream()
                .filter(figure -> !figure.total())
                .sorted(Comparator.comparing(UsageReports::bucket, order).thenComparing(Figure::meter))
                .forEach(figure -> groups.computeIfAbsent(bucket(figure), key -> new ArrayList<>())
                        .add(figure));
        return groups;
    }

    private static String bucket(Figure figure) {
        return Objects.requireNonNullElse(figure.bucket(), "");
    }

    private static UsageReport.Group group(UsageGrouping grouping, List<Figure> figures) {
        Figure any = figures.getFirst();
        String bucket = any.bucket();
        return new UsageReport.Group(
                bucket == null ? null : grouping.publicKey(bucket), any.name(), sum(figures, false), estimate(figures));
    }

    private static @Nullable UsageSum estimate(List<Figure> figures) {
        return figures.stream().anyMatch(Figure::estimated) ? sum(figures, true) : null;
    }

    static UsageSum sum(List<Figure> figures, boolean estimated) {
        List<UsageSum.Line> lines = figures.stream()
                .filter(figure -> figure.estimated() == estimated)
                .sorted(Comparator.comparing(Figure::meter))
                .map(figure -> new UsageSum.Line(
                        figure.meter().code(),
                        figure.meter().unit(),
                        figure.quantity(),
                        Money.rounded(figure.cost()).toPlainString()))
                .toList();
        BigDecimal cost =
                lines.stream().map(line -> new BigDecimal(line.cost())).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new UsageSum(Money.rounded(cost).toPlainString(), lines);
    }

    private static String token(String bucket) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bucket.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what {@link #token} wrote. */
    static @Nullable String after(@Nullable String token) {
        if (token == null || token.isBlank()) {
            return null;
        }
        try {
            String bucket = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (bucket.matches("[0-9a-zA-Z:-]{0,40}")) {
                return bucket;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below.
        }
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "nextToken cannot be used: it is not one that this API gave out. Start again without it.");
    }
}
