package io.smartboxes.controlplane.usage;

import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** By what usage is told apart. */
enum UsageGrouping {
    HOUR(
            "hour",
            "to_char(u.hour at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            "null::text",
            true,
            key -> key),
    DAY(
            "day",
            "to_char(date_trunc('day', u.hour, 'UTC') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            "null::text",
            true,
            key -> key),
    API_KEY(
            "api-key",
            "u.api_key_id::text",
            "(select name from api_key k where k.tenant_id = q.tenant and k.id = g.bucket::uuid)",
            false,
            key -> new ApiKeyId(UUID.fromString(key)).toString()),
    TEMPLATE(
            "template",
            "u.template_id::text",
            "(select name from template t where t.id = g.bucket::uuid)",
            false,
            key -> new TemplateId(UUID.fromString(key)).toString()),
    SANDBOX(
            "sandbox",
            "u.sandbox_id::text",
            "(select template_name from sandbox s where s.tenant_id = q.tenant and s.id = g.bucket::uuid)",
            false,
            key -> new SandboxId(UUID.fromString(key)).toString());

    private final String code;
    private final String bucket;
    private final String label;
    private final boolean ascending;
    private final Function<String, String> publicKey;

    UsageGrouping(String code, String bucket, String label, boolean ascending, Function<String, String> publicKey) {
        this.code = code;
        this.bucket = bucket;
        this.label = label;
        this.ascending = ascending;
        this.publicKey = publicKey;
    }

    /** The public name. */
    String code() {
        return code;
    }

    /** The SQL that says in which group a row of used quantities {@code u} is. */
    String bucket() {
        return bucket;
    }

    /** The SQL that names a group {@code g}. */
    String label() {
        return label;
    }

    boolean ascending() {
        return ascending;
    }

    String publicKey(String bucket) {
        return publicKey.apply(bucket);
    }

    static Optional<UsageGrouping> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
    }
}
