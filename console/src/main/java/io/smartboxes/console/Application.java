package io.smartboxes.console;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's process. Its one argument is a file of Java properties, see {@link ConsoleSettings}. */
public final class Application {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Application() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("Usage: console FILE");
            System.exit(MISUSED);
        }
        try {
            run(ConsoleSettings.read(Path.of(arguments[0])));
        } catch (SettingsException | IOException expected) {
            // Each of these says what is wrong; where in the code it was found helps nobody.
            System.err.println("The console cannot run:\n" + expected.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(ConsoleSettings settings) throws IOException, InterruptedException {
        var server = ConsoleServer.start(settings, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end"));
        LOG.info(
                "event=ready port={} publicUrl={} startMillis={}",
                server.port(),
                settings.publicUrl(),
                ManagementFactory.getRuntimeMXBean().getUptime());
        server.join();
    }
}
