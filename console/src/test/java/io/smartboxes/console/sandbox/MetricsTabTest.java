package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.NativeButton;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.TestSessions;
import io.smartboxes.console.testing.FakeApi;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTabTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = CREATED.plusSeconds(7_200);
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
    private static final String FIGURES = """
            [{"timestamp": "2026-01-01T01:59:50Z", "timestampUnix": 1767232790, "cpuCount": 2, "cpuUsedPct": 12.5, "memUsed": 104857600,
              "memTotal": 536870912, "memCache": 1048576, "diskUsed": 2097152, "diskTotal": 10737418240},
             {"timestamp": "2026-01-01T01:59:55Z", "timestampUnix": 1767232795, "cpuCount": 2, "cpuUsedPct": 50.25, "memUsed": 209715200,
              "memTotal": 536870912, "memCache": 1048576, "diskUsed": 2097152, "diskTotal": 10737418240}]\
            """;

    private TestSessions sessions;

    @BeforeEach
    void start() throws Exception {
        sessions = new TestSessions();
    }

    @AfterEach
    void stop() {
        sessions.close();
    }

    private MetricsTab tab(Sandbox sandbox) {
        return new MetricsTab(new SandboxScope(
                sessions.signedIn(),
                sessions.api.tenant(),
                sandbox,
                Role.VIEWER,
                new Addresses(NOWHERE, NOWHERE),
                InstantSource.fixed(NOW)));
    }

    private void answer(String json) {
        sessions.api.answer(new FakeApi.Answer(200, json));
    }

    private static Sandbox running() {
        return FakeApi.sandbox("RUNNING", CREATED, null, Map.of());
    }

    private static Sandbox ended() {
        return FakeApi.sandbox("TERMINATED", CREATED, "Its time was over.", Map.of());
    }

    private static Stream<Component> all(Component of) {
        return Stream.concat(Stream.of(of), of.getChildren().flatMap(MetricsTabTest::all));
    }

    private static String text(MetricsTab tab) {
        return tab.component().getElement().getTextRecursively();
    }

    private static List<MetricChart> charts(MetricsTab tab) {
        return all(tab.component())
                .filter(MetricChart.class::isInstance)
                .map(MetricChart.class::cast)
                .toList();
    }

    private static String data(MetricChart chart) {
        return chart.getElement().getPropertyRaw("data").toString();
    }

    private static void press(MetricsTab tab, String words) {
        all(tab.component()).forEach(part -> {
            if (part instanceof Button button && button.getText().equals(words)) {
                button.click();
            } else if (part instanceof NativeButton button && button.getText().equals(words)) {
                ComponentUtil.fireEvent(button, new ClickEvent<>(button));
            }
        });
    }

    private List<String> asked() {
        return sessions.api.calls().stream()
                .map(FakeApi.Call::path)
                .filter(path -> path.contains("/metrics"))
                .toList();
    }

    @Test
    void isOpenToWhoeverSeesTheSandbox() {
        assertThat(Arrays.stream(Role.values()).filter(TabKind.of("metrics").audience()))
                .containsExactly(Role.values());
    }

    @Test
    void drawsEachFigureWithItsLimit() {
        answer(FIGURES);

        var charts = charts(tab(running()));

        assertThat(charts).extracting(MetricChart::title).containsExactly("CPU", "Memory", "Disk");
        assertThat(data(charts.getFirst()))
                .contains("\"latest\":\"50.3 %\"")
                .contains("\"limitWords\":\"2 vCPUs\"")
                .contains("[1767232790000,12.5]");
        assertThat(data(charts.get(1))).contains("\"latest\":\"200 MiB\"").contains("\"limit\":5.36870912E8");
        assertThat(data(charts.get(2))).contains("\"limitWords\":\"10.0 GiB\"");
    }

    @Test
    void asksForAsMuchOfItsLifeAsIsChosen() {
        answer(FIGURES);
        var tab = tab(running());

        press(tab, "5 min");
        press(tab, "Whole life");

        assertThat(asked())
                .extracting(path -> NOW.getEpochSecond() - Long.parseLong(path.replaceAll(".*start=", "")))
                .containsExactly(900L, 300L, 7_200L);
    }

    @Test
    void endsWithTheSandboxAndSaysWhy() {
        answer(FIGURES);
        var tab = tab(ended());

        press(tab, "Whole life");

        // The last quarter of an hour of its life at first, which was ten minutes long.
        assertThat(asked()).allSatisfy(path -> assertThat(path).endsWith("start=" + CREATED.getEpochSecond()));
        assertThat(data(charts(tab).getFirst()))
                .contains("\"to\":" + CREATED.plusSeconds(600).toEpochMilli())
                .contains("\"words\":\"Running\"")
                .contains("\"words\":\"Ended: Its time was over.\"");
    }

    @Test
    void saysTheSameAsATable() {
        answer(FIGURES);
        var tab = tab(running());

        press(tab, "Show as table");

        assertThat(charts(tab)).isEmpty();
        var grid = all(tab.component())
                .filter(MetricGrid.class::isInstance)
                .map(MetricGrid.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(grid.getGenericDataView().getItems().map(metric -> metric.cpuUsedPct()))
                .containsExactly(50.25, 12.5);
        press(tab, "Show as pictures");
        assertThat(charts(tab)).hasSize(3);
    }

    @Test
    void saysWhyThereIsNothing() {
        answer("[]");

        assertThat(text(tab(running()))).contains("The first figures come in a few seconds");
        assertThat(text(tab(ended()))).contains("There are no figures").contains("a day after a sandbox has ended");
    }

    @Test
    void saysThatItFailedAndKeepsWhatItHas() {
        sessions.api.answer(new FakeApi.Answer(500, "{\"code\": 500, \"message\": \"Something went wrong here.\"}"));
        var tab = tab(running());
        assertThat(text(tab)).contains("The figures did not come").contains("Something went wrong here.");

        answer(FIGURES);
        press(tab, "Try again");
        assertThat(charts(tab)).hasSize(3);

        sessions.api.answer(new FakeApi.Answer(500, "{\"code\": 500, \"message\": \"Something went wrong here.\"}"));
        tab.doubt();
        assertThat(charts(tab)).hasSize(3);
        assertThat(text(tab)).contains("No newer figures come at the moment");
    }
}
