package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a worker says, in order, a bounded number of messages ahead: more are asked for only when these have been dealt with, so
 * a flood waits in the worker.
 */
final class Inbox implements StreamObserver<FromWorker> {

    /** Messages in memory for each stream; also the most reports in one transaction. */
    static final int WINDOW = 64;

    private sealed interface Item {
        record Said(FromWorker message) implements Item {}

        record Over(Status status) implements Item {}
    }

    private final ServerCallStreamObserver<ToWorker> call;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

    Inbox(ServerCallStreamObserver<ToWorker> call) {
        this.call = call;
        call.disableAutoRequest();
        call.request(WINDOW);
    }

    /** The first message. */
    FromWorker first(Duration patience) throws StreamEnded, InterruptedException {
        Item item = items.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (item == null) {
            throw new StreamEnded(
                    Status.DEADLINE_EXCEEDED.withDescription("No Hello within " + patience.toSeconds() + " seconds"));
        }
        FromWorker message = message(item);
        dealtWith(1);
        return message;
    }

    /** All messages that have come, at least one. */
    List<FromWorker> next() throws StreamEnded, InterruptedException {
        var messages = new ArrayList<FromWorker>();
        messages.add(message(items.take()));
        while (items.peek() instanceof Item.Said said) {
            items.remove();
            messages.add(said.message());
        }
        return messages;
    }

    /** Lets the worker send as many more. */
    void dealtWith(int messages) {
        call.request(messages);
    }

    /** Ends the conversation after what has come so far. */
    void end(Status status) {
        items.add(new Item.Over(status));
    }

    @Override
    public void onNext(FromWorker message) {
        items.add(new Item.Said(message));
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    private static FromWorker message(Item item) throws StreamEnded {
        return switch (item) {
            case Item.Said said -> said.message();
            case Item.Over over -> throw new StreamEnded(over.status());
        };
    }
}
