package io.smartboxes.agent.link;

import io.smartboxes.agent.supervisor.TokenHolder;
import io.smartboxes.agent.supervisor.TokenHolders;
import io.smartboxes.workerlink.Holder;
import java.util.List;

/** Reads who may enter a sandbox. Nobody without a name or a token may: anybody could show an empty one. */
final class TokenLists {

    private TokenLists() {}

    static TokenHolders of(List<Holder> said, long asOfNanos) {
        return new TokenHolders(
                said.stream()
                        .filter(holder -> !holder.getId().isEmpty()
                                && !holder.getAccessToken().isEmpty())
                        .map(holder -> new TokenHolder(holder.getId(), holder.getAccessToken()))
                        .toList(),
                asOfNanos);
    }
}
