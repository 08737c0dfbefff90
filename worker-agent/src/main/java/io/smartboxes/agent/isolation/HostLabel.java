package io.smartboxes.agent.isolation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Names every object that one worker of one installation makes on its host, so that several can share a machine and each
 * cleans up only after itself.
 *
 * @param installation six lower-case letters or digits, random per installation
 * @param worker the worker's name, at most 24 lower-case letters, digits and hyphens
 */
public record HostLabel(String installation, String worker) {

    private static final Pattern INSTALLATION = Pattern.compile("[a-z0-9]{6}");
    private static final Pattern WORKER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?");

    public HostLabel {
        if (!INSTALLATION.matcher(installation).matches()) {
            throw new IllegalArgumentException(
                    "installation must be six lower-case letters or digits, is: " + installation);
        }
        if (!WORKER.matcher(worker).matches()) {
            throw new IllegalArgumentException(
                    "worker.name must be at most 24 lower-case letters, digits and inner hyphens, is: " + worker);
        }
    }

    /** Below which all cgroups of this worker lie, relative to a hierarchy's mount point, without a leading slash. */
    public String cgroup() {
        return "smartboxes/" + installation + "/" + worker;
    }

    /** The nftables table that denies this worker's boxes everything. */
    public String nftTable() {
        return "smartboxes_" + installation + "_" + worker.replace('-', '_');
    }

    /** The network namespace of a slot. */
    public String networkNamespace(int slot) {
        return networkNamespacePrefix() + slot;
    }

    /** The slot of a network namespace, if it is one of this worker's. */
    public OptionalInt slotOfNetworkNamespace(String name) {
        return slotOf(networkNamespacePrefix(), name);
    }

    /** The host's end of a slot's cable. */
    public String hostInterface(int slot) {
        return hostInterfacePrefix() + slot;
    }

    /** The slot of a host interface, if it is one of this worker's. */
    public OptionalInt slotOfHostInterface(String name) {
        return slotOf(hostInterfacePrefix(), name);
    }

    /**
     * What the names of all interfaces of this worker begin with. The kernel allows 15 characters, too few for both names, so
     * these are a hash of them; the interface's alias has them in full.
     */
    public String hostInterfacePrefix() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
            return "sb" + HexFormat.of().formatHex(hash, 0, 4) + "-";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return installation + "/" + worker;
    }

    private String networkNamespacePrefix() {
        return "smartboxes-" + installation + "-" + worker + ".";
    }

    private static OptionalInt slotOf(String prefix, String name) {
        if (!name.startsWith(prefix) || !name.substring(prefix.length()).matches("[0-9]{1,4}")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(name.substring(prefix.length())));
    }
}
