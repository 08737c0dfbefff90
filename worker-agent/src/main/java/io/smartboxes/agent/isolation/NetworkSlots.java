package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The pool of network slots of one worker. Making a slot costs several times what putting a used one in order costs, so a
 * slot that its box has left is kept for the next.
 *
 * <p>A slot has no default route and no IPv6: its box reaches one address, the host's, and {@link NetworkPolicy} stands there.
 */
public final class NetworkSlots {

    private static final Path NAMESPACES = Path.of("/var/run/netns");
    private static final Path INTERFACES = Path.of("/sys/class/net");
    /** Slots kept for reuse; a burst's slots beyond that go when their boxes go. */
    private static final int IDLE_MAX = 64;

    private final HostLabel label;
    private final AddressRange block;
    private final BitSet taken = new BitSet(NetworkSlot.COUNT_MAX);
    private final TreeSet<Integer> idle = new TreeSet<>();

    public NetworkSlots(HostLabel label, AddressRange block) {
        this.label = label;
        this.block = block;
    }

    /**
     * A slot in order and free for one box; empty if the address block is used up.
     *
     * @throws IOException if the host refuses to make it
     */
    public Optional<NetworkSlot> take() throws IOException {
        boolean made;
        NetworkSlot slot;
        synchronized (this) {
            made = !idle.isEmpty();
            int number = made ? idle.removeFirst() : taken.nextClearBit(0);
            if (number >= NetworkSlot.COUNT_MAX) {
                return Optional.empty();
            }
            taken.set(number);
            slot = NetworkSlot.of(label, block, number);
        }
        try {
            if (!made) {
                make(slot);
            }
            putInOrder(slot);
            return Optional.of(slot);
        } catch (IOException e) {
            discard(slot);
            throw e;
        }
    }

    /** Marks a slot as in use by a box that an earlier process booted. */
    public synchronized NetworkSlot retake(int number) {
        taken.set(number);
        return NetworkSlot.of(label, block, number);
    }

    /** Takes a slot back from a box that is gone; no process may be left in it. */
    public void giveBack(NetworkSlot slot) throws IOException {
        synchronized (this) {
            if (idle.contains(slot.number())) {
                return;
            }
            if (idle.size() < IDLE_MAX && exists(slot)) {
                idle.add(slot.number());
                return;
            }
        }
        discard(slot);
    }

    /** Removes every idle slot. */
    public void removeIdle() throws IOException {
        List<Integer> numbers;
        synchronized (this) {
            numbers = List.copyOf(idle);
            idle.clear();
        }
        for (int number : numbers) {
            discard(NetworkSlot.of(label, block, number));
        }
    }

    /**
     * Removes what is on the host of slots that nobody took, and names it.
     *
     * @return namespaces and interfaces, as the host calls them
     */
    public List<String> removeUnknown() throws IOException {
        var unknown = new TreeSet<Integer>();
        for (String name : names(NAMESPACES)) {
            label.slotOfNetworkNamespace(name).ifPresent(unknown::add);
        }
        for (String name : names(INTERFACES)) {
            label.slotOfHostInterface(name).ifPresent(unknown::add);
        }
        synchronized (this) {
            unknown.removeIf(taken::get);
        }
        var removed = new ArrayList<String>();
        for (int number : unknown) {
            removed.addAll(remove(label.networkNamespace(number), label.hostInterface(number)));
        }
        return removed;
    }

    private void discard(NetworkSlot slot) throws IOException {
        remove(slot.namespace(), slot.hostInterface());
        synchronized (this) {
            taken.clear(slot.number());
        }
    }

    private void make(NetworkSlot slot) throws IOException {
        // Left by a process that was killed here before it could tell anybody.
        remove(slot.namespace(), slot.hostInterface());
        // No address of IPv6 comes into being on either end: there is no rule to get wrong.
        ipBatch(List.of("-batch", "-"), """
                netns add %1$s
                link add %2$s type veth peer name eth0 netns %1$s
                link set dev %2$s alias "smartboxes %3$s" addrgenmode none
                addr add %4$s dev %2$s
                link set dev %2$s up
                """.formatted(
                        slot.namespace(), slot.hostInterface(), label, slot.hostAddressWithPrefix()));
    }

    /** runsc takes the address off the cable at each start, to use it itself. */
    private static void putInOrder(NetworkSlot slot) throws IOException {
        ipBatch(List.of("-n", slot.namespace(), "-batch", "-"), """
                link set dev lo up
                link set dev eth0 addrgenmode none
                addr replace %s dev eth0
                link set dev eth0 up
                """.formatted(slot.guestAddressWithPrefix()));
    }

    private static void ipBatch(List<String> arguments, String lines) throws IOException {
        var command = new ArrayList<String>(List.of("ip"));
        command.addAll(arguments);
        HostCommand.run(command, lines);
    }

    private static List<String> remove(String namespace, String hostInterface) throws IOException {
        var removed = new ArrayList<String>();
        // The interface first: a namespace that a dying process still holds would keep it for a while.
        if (Files.exists(INTERFACES.resolve(hostInterface))) {
            HostCommand.Outcome outcome = HostCommand.attempt(List.of("ip", "link", "del", hostInterface), "");
            if (!outcome.succeeded() && Files.exists(INTERFACES.resolve(hostInterface))) {
                throw new IOException("ip link del " + hostInterface + " failed: "
                        + outcome.output().strip());
            }
            removed.add(hostInterface);
        }
        if (Files.exists(NAMESPACES.resolve(namespace))) {
            HostCommand.run("ip", "netns", "del", namespace);
            removed.add(namespace);
        }
        return removed;
    }

    private static boolean exists(NetworkSlot slot) {
        return Files.exists(NAMESPACES.resolve(slot.namespace()))
                && Files.exists(INTERFACES.resolve(slot.hostInterface()));
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        return names;
    }
}
