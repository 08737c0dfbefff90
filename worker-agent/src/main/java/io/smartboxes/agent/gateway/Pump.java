package io.smartboxes.agent.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Carries bytes one way as they come: each chunk is written at once, and a full receiver stops the sender.
 *
 * <p>Of its own it holds nothing; what is under way is at most one write queue and one read buffer.
 */
final class Pump {

    private final ReadStream<Buffer> from;
    private final WriteStream<Buffer> to;
    private final Runnable onBytes;
    private long bytes;

    /** @param onBytes told after every chunk, in either stream's context */
    Pump(ReadStream<Buffer> from, WriteStream<Buffer> to, Runnable onBytes) {
        this.from = from;
        this.to = to;
        this.onBytes = onBytes;
    }

    /** Starts reading; the end of the stream is the caller's to handle, set before this. */
    void start() {
        to.drainHandler(drained -> {
            onBytes.run();
            from.resume();
        });
        from.handler(this::carry);
        from.resume();
    }

    /** Bytes carried so far. */
    long bytes() {
        return bytes;
    }

    private void carry(Buffer chunk) {
        bytes += chunk.length();
        onBytes.run();
        to.write(chunk);
        if (to.writeQueueFull()) {
            from.pause();
        }
    }
}
