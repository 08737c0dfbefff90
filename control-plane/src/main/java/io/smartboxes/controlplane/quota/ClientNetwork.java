package io.smartboxes.controlplane.quota;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What one client can be expected to have of addresses: one of IPv4, or the 2^64 that share the first half of one of IPv6.
 *
 * @param prefix the address, or that half
 */
record ClientNetwork(boolean six, long prefix) {

    static ClientNetwork of(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new ClientNetwork(true, bytes.getLong())
                : new ClientNetwork(false, bytes.getInt());
    }
}
