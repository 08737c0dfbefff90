package io.smartboxes.controlplane.testing;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A replica as it runs in production, on a random port, over a test's database. */
public final class TestReplica implements AutoCloseable {

    /** The master key of all test replicas: thirty-two zero bytes. */
    public static final String MASTER_KEY = "A".repeat(43) + "=";

    private final EmbeddedServer server;

    public TestReplica(TestDatabase database) {
        this(database, Map.of());
    }

    public TestReplica(TestDatabase database, Map<String, Object> settings) {
        this(database, Map.of("smartboxes.link.port", 0), settings);
    }

    private TestReplica(TestDatabase database, Map<String, Object> link, Map<String, Object> settings) {
        var all = new HashMap<>(database.settings());
        all.putAll(link);
        all.put("micronaut.server.port", -1);
        all.put("smartboxes.crypto.master-key", MASTER_KEY);
        all.put("smartboxes.replica-id", "test");
        all.put("smartboxes.signup.plan", "local");
        all.putAll(settings);
        server = start(ApplicationContext.builder(all).build());
    }

    /** Closes what had begun, should it fail. */
    private static EmbeddedServer start(ApplicationContext context) {
        try {
            return context.start().getBean(EmbeddedServer.class).start();
        } catch (RuntimeException failure) {
            context.close();
            throw failure;
        }
    }

    /** A replica that serves callers and no workers: what workers would do, the test does. */
    public static TestReplica withoutLink(TestDatabase database, Map<String, Object> settings) {
        return new TestReplica(database, Map.of("smartboxes.link.enabled", "false"), settings);
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    public URI url() {
        return server.getURI();
    }

    @Override
    public void close() {
        server.close();
    }
}
