package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.client.FileEntry;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.TestSessions;
import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.FakeGateway;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilesTabTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private TestSessions sessions;
    private FakeGateway gateway;

    @BeforeEach
    void start() throws Exception {
        sessions = new TestSessions();
        gateway = FakeGateway.start();
    }

    @AfterEach
    void stop() {
        sessions.close();
        gateway.close();
    }

    @Test
    void isOfferedToWhoMayOpenSandboxes() {
        var tab = TabKind.of(Links.FILES);

        assertThat(tab.title()).isEqualTo("Files");
        assertThat(Arrays.stream(Role.values()).filter(tab.audience()))
                .containsExactly(Role.OWNER, Role.ADMIN, Role.DEVELOPER);
    }

    @Test
    void saysWhyItIsClosedToTheOthers() {
        var tab = tab(Role.VIEWER, running(), "");

        assertThat(text(tab)).contains("This is not open to your role", "Ask an owner or an admin");
        assertThat(sessions.api.calls()).noneMatch(call -> call.path().endsWith("/connect"));
    }

    /** What this page thinks somebody is may be old. */
    @Test
    void saysWhyTheApiWillNotOpenIt() {
        sessions.api.role("viewer");

        var tab = tab(Role.DEVELOPER, running(), "");

        assertThat(text(tab)).contains("This is not open to your role", "Your role in this tenant is viewer.");
        assertThat(gateway.calls()).isEmpty();
    }

    @Test
    void saysThatTheSandboxIsOver() {
        var tab = tab(Role.DEVELOPER, FakeApi.sandbox("TERMINATED", CREATED, "Over.", Map.of()), "");
        assertThat(text(tab)).contains("This sandbox has ended", "gone with it");

        var open = tab(Role.DEVELOPER, running(), "");
        open.changed(FakeApi.sandbox("TERMINATED", CREATED, "Over.", Map.of()));
        assertThat(text(open)).contains("This sandbox has ended");
    }

    @Test
    void showsFoldersFirstFromWhereProgramsStart() {
        gateway.file("/home/user/a.txt", "abc").folder("/home/user/z");

        var tab = tab(Role.DEVELOPER, running(), "");

        assertThat(names(tab)).containsExactly("z", "a.txt");
        assertThat(text(tab)).contains("2 entries", "home", "user");
        assertThat(sessions.api.calls())
                .filteredOn(call -> call.path().endsWith("/connect"))
                .hasSize(1)
                .allMatch(call -> call.method().equals("POST") && call.body().equals("{\"timeout\":0}"));
    }

    @Test
    void followsItsAddress() {
        gateway.folder("/data").file("/data/x", "1").file("/home/user/a.txt", "abc");
        var tab = tab(Role.DEVELOPER, running(), "/data/");
        assertThat(names(tab)).containsExactly("x");

        assertThat(tab.at(QueryParameters.of("path", "/home/../home/user"))).isTrue();

        assertThat(names(tab)).containsExactly("a.txt");
        assertThat(sessions.api.calls())
                .as("one token serves for all")
                .filteredOn(call -> call.path().endsWith("/connect"))
                .hasSize(1);
    }

    @Test
    void listsAFolderOfTenThousandAndSaysWhatIsLeftOut() {
        for (int number = 0; number < 10_005; number++) {
            gateway.file("/home/user/" + number, "");
        }

        var tab = tab(Role.DEVELOPER, running(), "");

        assertThat(names(tab)).hasSize(10_000);
        assertThat(text(tab)).contains("Only the first 10,000 of 10,005 are listed", "10,005 entries");
    }

    @Test
    void saysThatAFolderIsEmpty() {
        assertThat(text(tab(Role.DEVELOPER, running(), "/home/user"))).contains("This folder is empty");
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() {
        assertThat(text(tab(Role.DEVELOPER, running(), "/none")))
                .contains("There is nothing at this path", "Check the path", "Folder above");
        assertThat(text(tab(Role.DEVELOPER, running(), "/a\0"))).contains("This is no path");
        gateway.answer(new FakeApi.Answer(502, "{\"code\": 502, \"message\": \"The sandbox was not found\"}"));
        assertThat(text(tab(Role.DEVELOPER, running(), "")))
                .contains("This sandbox is not running any more", "Create another");
        gateway.answer(new FakeApi.Answer(503, "{\"code\": 503, \"message\": \"nothing is known to be wrong\"}"));
        assertThat(text(tab(Role.DEVELOPER, running(), "")))
                .contains("The sandbox did not answer", "Try again in a moment");
        gateway.answer(new FakeApi.Answer(403, "{\"code\": \"permission_denied\", \"message\": \"path '/x'\"}"));
        assertThat(text(tab(Role.DEVELOPER, running(), ""))).contains("does not permit that", "terminal");
    }

    @Test
    void asksTheApiAgainWhenATokenOpensNothingAnyMore() {
        var tab = tab(Role.DEVELOPER, running(), "");
        gateway.answer(new FakeApi.Answer(401, "{\"code\": 401, \"message\": \"unauthorized access\"}"));
        tab.at(QueryParameters.of("path", "/"));
        assertThat(text(tab)).contains("You may not open this sandbox any more");

        sessions.api.role("viewer");
        tab.at(QueryParameters.of("path", "/"));

        assertThat(text(tab)).contains("Your role in this tenant is viewer.");
    }

    private FilesTab tab(Role role, Sandbox sandbox, String path) {
        var tab = new FilesTab(new SandboxScope(
                sessions.signedIn(),
                sessions.api.tenant(),
                sandbox,
                role,
                new Addresses(sessions.api.address(), gateway.address()),
                InstantSource.system()));
        tab.at(path.isEmpty() ? QueryParameters.empty() : QueryParameters.of("path", path));
        return tab;
    }

    private static Sandbox running() {
        return FakeApi.sandbox("RUNNING", CREATED, null, Map.of());
    }

    private static String text(FilesTab tab) {
        return tab.component().getElement().getTextRecursively();
    }

    private static List<String> names(FilesTab tab) {
        return below(tab.component())
                .filter(Grid.class::isInstance)
                .map(grid -> (Grid<?>) grid)
                .flatMap(grid -> grid.getListDataView().getItems())
                .map(entry -> ((FileEntry) entry).name())
                .toList();
    }

    private static Stream<Component> below(Component component) {
        return Stream.concat(Stream.of(component), component.getChildren().flatMap(FilesTabTest::below));
    }
}
