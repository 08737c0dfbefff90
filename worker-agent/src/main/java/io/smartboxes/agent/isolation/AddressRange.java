package io.smartboxes.agent.isolation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param first the block's first address as a number
 * @param prefixLength how many leading bits all its addresses share
 */
public record AddressRange(int first, int prefixLength) {

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    public AddressRange {
        if (prefixLength < 0 || prefixLength > 32 || (first & mask(prefixLength)) != first) {
            throw new IllegalArgumentException("Not an address range: " + text(first) + "/" + prefixLength);
        }
    }

    /** Reads {@code 10.0.0.0/8}; bits behind the prefix are dropped. */
    public static AddressRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not an IPv4 address range such as 10.64.0.0/10: " + text);
        }
        int address = 0;
        for (int part = 1; part <= 4; part++) {
            int value = Integer.parseInt(matcher.group(part));
            if (value > 255) {
                throw new IllegalArgumentException("Not an IPv4 address range such as 10.64.0.0/10: " + text);
            }
            address = (address << 8) | value;
        }
        int length = Integer.parseInt(matcher.group(5));
        if (length > 32) {
            throw new IllegalArgumentException("A prefix has at most 32 bits: " + text);
        }
        return new AddressRange(address & mask(length), length);
    }

    /** Whether the two have an address in common. */
    public boolean overlaps(AddressRange other) {
        int shared = mask(Math.min(prefixLength, other.prefixLength));
        return (first & shared) == (other.first & shared);
    }

    /** How many blocks of that prefix length this range holds. */
    public int blockCount(int blockPrefixLength) {
        return 1 << (blockPrefixLength - prefixLength);
    }

    /** The block with that number, counted from 0. */
    public AddressRange block(int number, int blockPrefixLength) {
        return new AddressRange(first + (number << (32 - blockPrefixLength)), blockPrefixLength);
    }

    /** The address at that distance from the first, in dotted form. */
    public String address(int offset) {
        return text(first + offset);
    }

    @Override
    public String toString() {
        return text(first) + "/" + prefixLength;
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    private static String text(int address) {
        return ((address >>> 24) & 255) + "." + ((address >>> 16) & 255) + "." + ((address >>> 8) & 255) + "."
                + (address & 255);
    }
}
