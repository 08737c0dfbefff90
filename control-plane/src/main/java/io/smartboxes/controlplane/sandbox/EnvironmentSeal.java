package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.crypto.Sealer;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Keeps the caller's environment unreadable in the database until a worker needs it. */
@Singleton
public final class EnvironmentSeal {

    private final Sealer sealer;
    private final TextMapCodec codec;

    EnvironmentSeal(Sealer sealer, TextMapCodec codec) {
        this.sealer = sealer;
        this.codec = codec;
    }

    public byte[] seal(SandboxId sandbox, Map<String, String> environment) {
        return sealer.seal(context(sandbox), codec.encode(environment).getBytes(StandardCharsets.UTF_8));
    }

    public Map<String, String> open(SandboxId sandbox, byte[] sealed) {
        return codec.decode(new String(sealer.open(context(sandbox), sealed), StandardCharsets.UTF_8));
    }

    private static String context(SandboxId sandbox) {
        return "sandbox.environment/" + sandbox;
    }
}
