package io.smartboxes.agent.gateway;

import org.jspecify.annotations.Nullable;

/** What the {@link Doorkeeper} says to a request for a sandbox's guest. */
sealed interface Entry {

    /** It shows nothing: the guest is asked as it is, and refuses what needs a token. */
    record Unnamed(LocalSandbox sandbox) implements Entry {}

    /** It comes from this holder. */
    record Admitted(LocalSandbox sandbox, Pass pass) implements Entry {}

    record Refused(Refusal refusal) implements Entry {}

    /**
     * What a holder's request becomes before it enters.
     *
     * @param holderId whose it is, so that it ends when they are not let in any more
     * @param guestToken the guest's own token, in place of the holder's; null where a signature does instead
     * @param target path and query, a signature in them made anew with the guest's own token
     */
    record Pass(String holderId, @Nullable String guestToken, String target) {

        /** Leaves the secrets out. */
        @Override
        public String toString() {
            return "Pass[" + holderId + "]";
        }
    }
}
