package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Sits between the framework and the connection and tells a {@link Handover} when its answer's last byte was written. */
@Singleton
final class DeliveryWatch implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Handovers handovers;

    DeliveryWatch(Handovers handovers) {
        this.handovers = handovers;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    private final class Customizer implements NettyServerCustomizer {

        private final @Nullable Channel channel;

        Customizer(@Nullable Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel specific, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Customizer(specific) : this;
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel != null
                    && channel.pipeline().get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                channel.pipeline()
                        .addAfter(
                                ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                                "smartboxes-delivery-watch",
                                new Watch());
            }
        }
    }

    private final class Watch extends ChannelOutboundHandlerAdapter {

        private @Nullable Handover current;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response && response.headers().contains(Headers.REQUEST_ID)) {
                current = handovers.take(response.headers().get(Headers.REQUEST_ID));
            }
            Handover ended = current;
            if (ended == null || !(message instanceof LastHttpContent)) {
                context.write(message, promise);
                return;
            }
            current = null;
            context.write(message, promise.unvoid().addListener(written -> {
                if (written.isSuccess()) {
                    ended.delivered();
                } else {
                    ended.lost();
                }
            }));
        }
    }
}
