package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a worker is told. Several threads tell; one message goes out at a time, and none after the end. */
final class Outbox {

    private final ServerCallStreamObserver<ToWorker> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    Outbox(ServerCallStreamObserver<ToWorker> call) {
        this.call = call;
        call.setOnReadyHandler(this::wake);
    }

    /** Whether the worker reads: what is sent meanwhile is not buffered without bound. */
    boolean isReady() {
        return call.isReady();
    }

    /** Waits until the worker reads. False: it does not, for all that time. */
    boolean awaitReady(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!call.isReady() && !closed) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends, unless the conversation is over: then the worker hears it in the next one. */
    void send(ToWorker message) {
        lock.lock();
        try {
            if (!closed && !call.isCancelled()) {
                call.onNext(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The last word. */
    void close(Status status) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
            if (call.isCancelled()) {
                return;
            }
            if (status.isOk()) {
                call.onCompleted();
            } else {
                call.onError(status.asRuntimeException());
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
