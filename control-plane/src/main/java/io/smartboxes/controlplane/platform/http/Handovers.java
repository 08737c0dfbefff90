package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The handovers of answers that are on their way, by request id. */
@Singleton
public final class Handovers {

    private final Map<String, Handover> open = new ConcurrentHashMap<>();

    Handovers() {}

    /** Watches over the answer to this request from now on. */
    public Handover watch(HttpRequest<?> request) {
        var handover = new Handover();
        var context = RequestContext.of(request);
        if (context == null) {
            throw new IllegalStateException("the request has no id, by which its answer is known");
        }
        String id = context.id().toString();
        open.put(id, handover);
        connection(request).getChannelHandlerContext().channel().closeFuture().addListener(closed -> {
            open.remove(id);
            handover.lost();
        });
        return handover;
    }

    /** The handover that this answer ends, if somebody watches it. */
    @Nullable Handover take(String requestId) {
        return open.remove(requestId);
    }

    private static NettyHttpRequest<?> connection(HttpRequest<?> request) {
        HttpRequest<?> inner = request;
        while (inner instanceof HttpRequestWrapper<?> wrapper) {
            inner = wrapper.getDelegate();
        }
        return (NettyHttpRequest<?>) inner;
    }
}
