package io.smartboxes.agent.testing;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.BoxFigures;
import io.smartboxes.agent.runtime.BoxUsage;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.Leftover;
import io.smartboxes.agent.runtime.MissingRequirement;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Boxes that are files: like real ones they outlive the process that made them, so a test can see what a killed agent left. A
 * file's lines are the sandboxes it was given to.
 */
public final class FileRuntime implements SandboxRuntime {

    /** A sandbox with this variable in its environment cannot be assigned. */
    public static final String FAILS_TO_ASSIGN = "FAILS_TO_ASSIGN";

    private final Path directory;
    private final Map<RuntimeId, Box> boxes = new ConcurrentHashMap<>();
    private volatile Optional<BoxUsage> usage = Optional.empty();
    private volatile Optional<BoxFigures> figures = Optional.empty();
    private volatile Consumer<RuntimeId> beforeBoot = id -> {};
    private volatile Consumer<Box> beforeAssign = box -> {};
    private volatile Consumer<RuntimeId> beforeDestroy = id -> {};

    public FileRuntime(Path directory) {
        try {
            this.directory = Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the host says of every box from now on. */
    public void uses(BoxUsage said) {
        usage = Optional.of(said);
    }

    /** The same, with what they hold. */
    public void uses(BoxFigures said) {
        usage = Optional.of(new BoxUsage(said.cpu(), said.memoryBytes()));
        figures = Optional.of(said);
    }

    public void beforeBoot(Consumer<RuntimeId> action) {
        beforeBoot = action;
    }

    public void beforeAssign(Consumer<Box> action) {
        beforeAssign = action;
    }

    public void beforeDestroy(Consumer<RuntimeId> action) {
        beforeDestroy = action;
    }

    /** What is on this host. */
    public Set<String> onHost() {
        try (Stream<Path> files = Files.list(directory)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The sandboxes a box was given to. */
    public List<String> assignedTo(String runtimeId) {
        try {
            return Files.readAllLines(directory.resolve(runtimeId));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A box dies by itself. */
    public void die(RuntimeId id, BoxExit exit) {
        Box box = boxes.get(id);
        if (box != null) {
            box.exit().complete(exit);
        }
    }

    @Override
    public List<MissingRequirement> hostRequirements() {
        return List.of();
    }

    @Override
    public Box boot(RuntimeId id, TemplateBuild template) {
        beforeBoot.accept(id);
        try {
            Files.createFile(file(id));
        } catch (IOException failure) {
            throw new RuntimeFailureException(RuntimeFailureException.Code.ID_USED, "Used: " + id, failure);
        }
        return known(id, template);
    }

    private Box known(RuntimeId id, TemplateBuild template) {
        return boxes.computeIfAbsent(
                id,
                key -> new Box(
                        id,
                        template,
                        new InetSocketAddress("127.0.0.1", 49983),
                        OptionalInt.empty(),
                        new CompletableFuture<>()));
    }

    @Override
    public void assign(Box box, GuestIdentity identity) {
        beforeAssign.accept(box);
        if (identity.environment().containsKey(FAILS_TO_ASSIGN)) {
            throw new RuntimeFailureException(RuntimeFailureException.Code.ASSIGN_FAILED, "As the test asked for");
        }
        try {
            Files.writeString(file(box.id()), identity.sandboxId() + "\n", StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new RuntimeFailureException(RuntimeFailureException.Code.BOX_GONE, "Gone: " + box.id(), failure);
        }
    }

    @Override
    public Optional<Box> adopt(RuntimeId id, TemplateBuild template) {
        return Files.exists(file(id)) ? Optional.of(known(id, template)) : Optional.empty();
    }

    @Override
    public void destroy(RuntimeId id) {
        beforeDestroy.accept(id);
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failure) {
            throw new RuntimeFailureException(RuntimeFailureException.Code.DESTROY_FAILED, "Stuck: " + id, failure);
        }
        Box box = boxes.remove(id);
        if (box != null) {
            box.exit().complete(new BoxExit.Ended());
        }
    }

    @Override
    public List<Leftover> sweep(Set<RuntimeId> keep) {
        var leftovers = new ArrayList<Leftover>();
        for (String name : onHost()) {
            RuntimeId id = new RuntimeId(name);
            if (!keep.contains(id)) {
                destroy(id);
                leftovers.add(new Leftover(Leftover.Kind.DIRECTORY, name, Optional.of(id)));
            }
        }
        return leftovers;
    }

    @Override
    public Optional<BoxUsage> usage(RuntimeId id) {
        return usage;
    }

    @Override
    public Optional<BoxFigures> figures(RuntimeId id) {
        return figures;
    }

    @Override
    public void close() {}

    private Path file(RuntimeId id) {
        return directory.resolve(id.text());
    }
}
