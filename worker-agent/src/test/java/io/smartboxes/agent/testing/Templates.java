package io.smartboxes.agent.testing;

import io.smartboxes.agent.runtime.TemplateBuild;
import java.nio.file.Path;

/** Template builds whose images nobody opens. */
public final class Templates {

    private Templates() {}

    public static TemplateBuild base() {
        return new TemplateBuild("base", "ab".repeat(32), Path.of("/images/base.erofs"), 2, 512, 5120);
    }

    public static TemplateBuild other() {
        return new TemplateBuild("other", "cd".repeat(32), Path.of("/images/other.erofs"), 1, 256, 1024);
    }
}
