package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The files of a real sandbox, in a real browser: what is brought there comes back the same, and does nothing on the way. */
@Order(7)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilesTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    @RegisterExtension
    final Look look = BROWSING.look();

    private static final String LONG = "ein-sehr-langer-name-" + "\u00e4".repeat(100) + ".txt";
    private static final String HOSTILE = "<img src=x onerror=document.title='hacked'>.html";

    /** One red pixel. */
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    @TempDir
    static Path folder;

    private Visitor owner;
    private String tenant;
    private String key;
    private String sandbox;

    @BeforeAll
    void someoneComes() {
        owner = BROWSING.visitor("archivist");
        owner.signUp(page -> {});
        tenant = owner.tenant();
        key = owner.makeKey();
        sandbox = new Customer(BROWSING.installation().api(), key).create();
    }

    @AfterEach
    void nothingRan() {
        assertThat(owner.page.title()).doesNotContain("hacked");
    }

    @Test
    @Order(1)
    void comesBackByteForByte() throws IOException {
        byte[] bytes = new byte[2 * 1024 * 1024 + 3];
        new Random(7).nextBytes(bytes);
        open("/home/user");
        owner.button("Upload").waitFor();

        bring(file("data.bin", bytes), file("note.txt", "first line\n<b>second</b>".getBytes(StandardCharsets.UTF_8)));

        row("note.txt").click();
        assertThat(owner.page.locator(".file-text")).hasText("first line\n<b>second</b>");
        look.at(owner.page, "files-text");
        owner.button("Close").click();
        row("data.bin").waitFor();
        var taken =
                owner.page.waitForDownload(() -> owner.link("Download data.bin").click());
        assertThat(taken.suggestedFilename()).isEqualTo("data.bin");
        assertThat(Files.readAllBytes(taken.path())).isEqualTo(bytes);
    }

    @Test
    @Order(2)
    void showsWhatItIsAndRunsNothing() {
        open("/home/user");
        bring(
                file("picture.png", PICTURE),
                file(HOSTILE, "<script>document.title='hacked'</script>".getBytes(StandardCharsets.UTF_8)),
                file(LONG, new byte[0]));
        row(HOSTILE).waitFor();
        look.at(owner.page, "files");
        row(HOSTILE).click();
        assertThat(owner.page.locator(".file-text")).hasText("<script>document.title='hacked'</script>");
        open("/home/user/picture.png");
        owner.page.waitForFunction("() => document.querySelector('.file-image')?.naturalWidth === 1");
        look.at(owner.page, "files-picture");
        var plain = owner.page.waitForDownload(() -> owner.page.evaluate(
                "path => { location.href = path }",
                "/content/" + tenant + "/" + sandbox + "?path=" + encoded("/home/user/" + HOSTILE)));
        assertThat(plain.suggestedFilename()).endsWith(".html");
    }

    @Test
    @Order(3)
    void asksBeforeItReplaces() {
        open("/home/user");
        row("note.txt").waitFor();
        owner.page.locator("sb-upload input").setInputFiles(file("note.txt", "other".getBytes(StandardCharsets.UTF_8)));
        seeDialog("files-replace");
        owner.button("Replace").click();
        owner.page
                .getByText("Uploaded", new Page.GetByTextOptions().setExact(true))
                .waitFor();
        row("note.txt").click();
        assertThat(owner.page.locator(".file-text")).hasText("other");
    }

    @Test
    @Order(4)
    void takesWhatIsDropped() {
        open("/home/user");
        row("note.txt").waitFor();
        owner.page.evaluate("""
            () => {
              const data = new DataTransfer();
              data.items.add(new File(['dropped'], 'dropped.txt'));
              document.querySelector('.files').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }""");
        row("dropped.txt").waitFor();
    }

    @Test
    @Order(5)
    void changesFolders() {
        open("/home/user");
        owner.button("New folder").click();
        seeDialog("files-new-folder");
        owner.page
                .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .fill("things");
        owner.button("Make folder").click();
        row("things").click();
        owner.heading("This folder is empty").waitFor();
        look.at(owner.page, "files-empty");
        owner.link("user").click();
        owner.button("Rename things").click();
        seeDialog("files-rename");
        owner.page
                .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .fill("better things");
        owner.button("Rename").click();
        row("better things").waitFor();
        owner.button("Delete better things").click();
        seeDialog("files-delete");
        owner.button("Delete").click();
        row("better things").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    @Test
    @Order(6)
    void staysQuickWithTenThousand() throws Exception {
        new Shell(BROWSING.installation().python(), folder).run("""
            export E2B_API_KEY='%s'
            smartboxes/bin/python - <<'END'
            from e2b import Sandbox
            Sandbox.connect('%s').commands.run("mkdir many && cd many && seq -f 'entry-%%05g' 10000 | xargs touch")
            END
            """.formatted(key, sandbox));
        long start = System.nanoTime();
        open("/home/user/many");
        row("entry-00001").waitFor();
        System.out.printf("10,000 entries are listed after %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(owner.page.getByText("10,000 entries")).isVisible();
        look.at(owner.page, "files-many");
    }

    @Test
    @Order(7)
    void saysWhatIsWrong() {
        open("/nowhere/at/all");
        owner.heading("There is nothing at this path").waitFor();
        look.at(owner.page, "files-missing");
        open("/home/user");
        owner.button("End").click();
        owner.button("End it").click();
        owner.heading("This sandbox has ended").waitFor();
        look.at(owner.page, "files-ended");
    }

    private void open(String path) {
        owner.open(tenant, "sandboxes/" + sandbox + "/files?path=" + encoded(path));
    }

    private void bring(FilePayload... files) {
        owner.page.locator("sb-upload input").setInputFiles(files);
        assertThat(owner.page.locator(".uploads [data-state=done]")).hasCount(files.length);
    }

    private Locator row(String name) {
        return owner.page
                .locator("vaadin-grid.files-grid")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private void seeDialog(String name) {
        owner.page
                .locator("vaadin-dialog[opened], vaadin-confirm-dialog[opened]")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        look.at(owner.page, name);
    }

    private static FilePayload file(String name, byte[] bytes) {
        return new FilePayload(name, "", bytes);
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
