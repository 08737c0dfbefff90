package io.smartboxes.controlplane.platform.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation; a single address is a block of one.
 *
 * @param network the first address
 * @param prefix how many leading bits all addresses of the block share
 */
public record AddressBlock(InetAddress network, int prefix) {

    private static final int PREFIX_DIGITS_MAX = 3;

    /** Four numbers, none with a zero in front, which some take for octal. */
    private static final Pattern DOTTED = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        var network = address(slash < 0 ? text : text.substring(0, slash));
        int bits = Byte.SIZE * network.getAddress().length;
        int prefix = slash < 0 ? bits : prefix(text, slash, bits);
        var first = masked(network, prefix);
        if (!Arrays.equals(first, network.getAddress())) {
            throw new IllegalArgumentException("\"" + text + "\" has bits behind its prefix: the block is "
                    + new AddressBlock(of(first), prefix) + ".");
        }
        return new AddressBlock(network, prefix);
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && Arrays.equals(masked(address, prefix), network.getAddress());
    }

    /** Whether every address of the other is in this one too. */
    public boolean contains(AddressBlock other) {
        return prefix <= other.prefix && contains(other.network);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }

    private static InetAddress address(String text) {
        try {
            // Java reads "10" and "10.1" too, and a zone after "%" means nothing on another host.
            boolean whole = text.indexOf(':') >= 0 || DOTTED.matcher(text).matches();
            if (!whole || text.indexOf('%') >= 0) {
                throw new IllegalArgumentException(text);
            }
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no IP address. Write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.",
                    malformed);
        }
    }

    private static int prefix(String text, int slash, int bits) {
        String digits = text.substring(slash + 1);
        boolean number = !digits.isEmpty()
                && digits.length() <= PREFIX_DIGITS_MAX
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!number || Integer.parseInt(digits) > bits) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": what follows the slash must be a number from 0 to " + bits + ".");
        }
        return Integer.parseInt(digits);
    }

    private static byte[] masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        var all = BigInteger.ONE.shiftLeft(Byte.SIZE * bytes.length).subtract(BigInteger.ONE);
        var host = all.shiftRight(prefix);
        byte[] kept = new BigInteger(1, bytes).andNot(host).toByteArray();
        byte[] result = new byte[bytes.length];
        int copied = Math.min(kept.length, result.length);
        System.arraycopy(kept, kept.length - copied, result, result.length - copied, copied);
        return result;
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }
}
