package io.smartboxes.console.client;

import java.util.List;

/** What somebody pastes into a shell to run a sandbox: as it stands, with their key in it. */
public record Snippets(Addresses addresses, String key) {

    /** Stands where the key belongs, for those who have one. */
    public static final String NO_KEY = "e2b_...";

    /**
     * How to do it in one language.
     *
     * @param install what is needed once, if anything
     */
    public record Language(String name, String install, String run) {}

    public List<Language> languages() {
        return List.of(python(), javaScript(), curl());
    }

    private Language python() {
        return new Language("Python", """
            python3 -m venv smartboxes && smartboxes/bin/pip install -q e2b
            """.strip(), """
                %s
                smartboxes/bin/python - <<'END'
                from e2b import Sandbox

                sandbox = Sandbox.create(timeout=300)
                print(sandbox.commands.run("echo Hello from $(hostname)").stdout)
                END
                """.strip().formatted(environment()));
    }

    private Language javaScript() {
        return new Language("JavaScript", """
            npm install e2b
            """.strip(), """
                %s
                node --input-type=module - <<'END'
                import { Sandbox } from 'e2b'

                const sandbox = await Sandbox.create({ timeoutMs: 300_000 })
                const { stdout } = await sandbox.commands.run('echo Hello from $(hostname)')
                console.log(stdout)
                END
                """.strip().formatted(environment()));
    }

    private Language curl() {
        return new Language("curl", "", """
            curl -sS -X POST '%s/v2/sandboxes' \\
              -H 'X-API-KEY: %s' \\
              -H 'Content-Type: application/json' \\
              -d '{"templateID": "base", "timeout": 300}'
            """.strip().formatted(addresses.api(), key));
    }

    private String environment() {
        return """
            export E2B_API_KEY='%s'
            export E2B_API_URL='%s'
            export E2B_SANDBOX_URL='%s'
            """.strip().formatted(key, addresses.api(), addresses.gateway());
    }

    @Override
    public String toString() {
        return "Snippets[" + addresses + "]";
    }
}
