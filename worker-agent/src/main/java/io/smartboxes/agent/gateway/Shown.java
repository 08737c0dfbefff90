package io.smartboxes.agent.gateway;

import java.util.List;
import java.util.Optional;

/** What a request shows to be let into a sandbox's guest. */
sealed interface Shown {

    /** Nothing, which is enough for a few of the guest's routes; it knows which. */
    record Nothing() implements Shown {}

    record Token(String text) implements Shown {}

    record Signature(SignedFile file) implements Shown {}

    /** Two tokens, or a signature in disguise, of which the guest would believe one and we perhaps the other. */
    record Doubtful() implements Shown {}

    /** @param tokens every value of X-Access-Token; it counts before a signature, as with the guest */
    static Shown of(String method, String target, List<String> tokens) {
        if (tokens.size() > 1) {
            return new Doubtful();
        }
        Optional<String> token = tokens.stream().filter(text -> !text.isEmpty()).findFirst();
        if (token.isPresent()) {
            return new Token(token.get());
        }
        Optional<SignedFile> file = SignedFile.of(method, target);
        if (file.isPresent()) {
            return new Signature(file.get());
        }
        return SignedFile.isSignedSomehow(target) ? new Doubtful() : new Nothing();
    }
}
