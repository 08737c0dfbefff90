package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Picks the block of addresses that one worker's boxes use, such that no two workers on a host, whatever their installation,
 * use the same.
 *
 * <p>A claim is a file named after the block in a directory that all installations of a host share, holding the owner's state
 * directory. A claim whose owner's directory is gone may be taken over.
 */
public final class AddressClaim {

    /** Addresses of one block: 1,024 boxes of four. */
    public static final int BLOCK_PREFIX_LENGTH = 20;

    private final Path registry;
    private final Path state;
    private final AddressRange pool;

    /**
     * @param registry shared by all installations on the host, and empty after a reboot
     * @param state the claiming worker's own directory; remembers its block across reboots
     * @param pool private addresses to pick from
     */
    public AddressClaim(Path registry, Path state, AddressRange pool) {
        if (pool.prefixLength() > BLOCK_PREFIX_LENGTH) {
            throw new IllegalArgumentException(
                    "The address pool " + pool + " must hold at least a /" + BLOCK_PREFIX_LENGTH);
        }
        this.registry = registry;
        this.state = state.toAbsolutePath();
        this.pool = pool;
    }

    /**
     * The worker's block: the remembered one if it is still free, else a free one.
     *
     * @throws IOException if every block is taken, or the host's routes cannot be read
     */
    public AddressRange claim(RandomGenerator random) throws IOException {
        Files.createDirectories(registry);
        try (FileChannel lockFile = FileChannel.open(
                        registry.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            Optional<AddressRange> remembered = remembered();
            if (remembered.isPresent() && isMine(remembered.get())) {
                return remembered.get();
            }
            List<AddressRange> routes = routes();
            if (remembered.isPresent() && isFree(remembered.get(), routes)) {
                return take(remembered.get());
            }
            int count = pool.blockCount(BLOCK_PREFIX_LENGTH);
            int start = random.nextInt(count);
            for (int tried = 0; tried < count; tried++) {
                AddressRange block = pool.block((start + tried) % count, BLOCK_PREFIX_LENGTH);
                if (isFree(block, routes)) {
                    return take(block);
                }
            }
            throw new IOException("Every /" + BLOCK_PREFIX_LENGTH + " of the address pool " + pool
                    + " is in use on this host: set another with network.pool");
        }
    }

    /** Gives the block back; it stays remembered as the first choice. */
    public void release() throws IOException {
        Optional<AddressRange> block = remembered();
        if (block.isPresent() && isMine(block.get())) {
            Files.deleteIfExists(claimFile(block.get()));
        }
    }

    private AddressRange take(AddressRange block) throws IOException {
        Files.createDirectories(state);
        Files.writeString(claimFile(block), state.toString());
        Files.writeString(memory(), block.toString());
        return block;
    }

    private boolean isFree(AddressRange block, List<AddressRange> routes) throws IOException {
        if (routes.stream().anyMatch(block::overlaps)) {
            return false;
        }
        Optional<Path> owner = owner(block);
        return owner.isEmpty() || owner.get().equals(state) || !Files.isDirectory(owner.get());
    }

    private boolean isMine(AddressRange block) throws IOException {
        return owner(block).map(state::equals).orElse(false);
    }

    private Optional<Path> owner(AddressRange block) throws IOException {
        Path file = claimFile(block);
        return Files.exists(file) ? Optional.of(Path.of(Files.readString(file).strip())) : Optional.empty();
    }

    private Optional<AddressRange> remembered() throws IOException {
        if (!Files.exists(memory())) {
            return Optional.empty();
        }
        AddressRange block = AddressRange.parse(Files.readString(memory()).strip());
        // The setting may have changed since.
        return pool.overlaps(block) ? Optional.of(block) : Optional.empty();
    }

    private Path memory() {
        return state.resolve("address-range");
    }

    private Path claimFile(AddressRange block) {
        return registry.resolve(block.toString().replace('/', '_'));
    }

    private static List<AddressRange> routes() throws IOException {
        var ranges = new ArrayList<AddressRange>();
        for (String line : HostCommand.run("ip", "-4", "route", "show", "table", "all")
                .lines()
                .toList()) {
            for (String word : line.split(" ")) {
                if (word.matches("[0-9]+(\\.[0-9]+){3}(/[0-9]+)?")) {
                    ranges.add(AddressRange.parse(word.contains("/") ? word : word + "/32"));
                }
            }
        }
        return ranges;
    }
}
