package io.smartboxes.controlplane.crash;

import io.smartboxes.controlplane.testing.FakeWorker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a worker connected, as an agent does: dials again whenever its stream has ended, and says that it lives. */
final class Dialling implements AutoCloseable {

    private static final int ROUND_MILLIS = 250;
    private static final int ROOM = 50;

    private final FakeWorker worker;
    private final int port;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    Dialling(FakeWorker worker, int port) {
        this.worker = worker.describe(hello -> hello.setCapacity(FakeWorker.capacity(ROOM)));
        this.port = port;
        this.thread = Thread.ofVirtual().name("dialling").start(this::run);
    }

    private void run() {
        try {
            do {
                if (worker.isConnected()) {
                    worker.heartbeat(FakeWorker.capacity(ROOM));
                } else {
                    worker.connect(port);
                }
            } while (!stopped.await(ROUND_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the stream; the next round begins another. */
    void hangUp() {
        worker.disconnect();
    }

    @Override
    public void close() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }
}
