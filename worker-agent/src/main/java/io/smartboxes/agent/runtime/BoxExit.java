package io.smartboxes.agent.runtime;

/** Why a box is gone: a stable code for programs and a sentence for people. */
public sealed interface BoxExit {

    /** Stable: {@code limit:memory}, {@code limit:pids}, {@code crashed} or {@code ended}. */
    String code();

    /** One sentence for the owner of the sandbox. */
    String message();

    /** The kernel ended the box because it went over its memory. */
    record MemoryExceeded(int memoryMib) implements BoxExit {
        @Override
        public String code() {
            return "limit:memory";
        }

        @Override
        public String message() {
            return "The sandbox used more than its " + memoryMib
                    + " MiB of memory and was ended. Use less memory or a template with more.";
        }
    }

    /** The box needed more host tasks than its limit, which its isolation does not survive. */
    record ProcessesExceeded() implements BoxExit {
        @Override
        public String code() {
            return "limit:pids";
        }

        @Override
        public String message() {
            return "The sandbox started more processes than it may have and was ended. Run fewer at once.";
        }
    }

    /** The box stopped by itself: its guest or its isolation failed. */
    record Crashed(String detail) implements BoxExit {
        @Override
        public String code() {
            return "crashed";
        }

        @Override
        public String message() {
            return "The sandbox stopped unexpectedly: " + detail;
        }
    }

    /** This worker ended the box because it was asked to. */
    record Ended() implements BoxExit {
        @Override
        public String code() {
            return "ended";
        }

        @Override
        public String message() {
            return "The sandbox was ended on request.";
        }
    }
}
