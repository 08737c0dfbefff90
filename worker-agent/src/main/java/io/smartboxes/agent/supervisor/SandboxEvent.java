package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.Box;

/** What can happen to a sandbox on this worker. */
sealed interface SandboxEvent {

    /** The event without what it carries: a row of the transition table. */
    enum Kind {
        BOX_TAKEN,
        NO_BOX,
        ASSIGNED,
        ASSIGNMENT_FAILED,
        END_ASKED,
        BOX_EXITED,
        DESTROYED
    }

    Kind kind();

    /** A box is there for it. */
    record BoxTaken(Box box, boolean warm) implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.BOX_TAKEN;
        }
    }

    /** No box could be booted. */
    record NoBox(CauseOfDeath cause) implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.NO_BOX;
        }
    }

    /** The guest is the tenant's now. */
    record Assigned() implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.ASSIGNED;
        }
    }

    /** The guest could not be made the tenant's; its box is spoilt. */
    record AssignmentFailed(CauseOfDeath cause) implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.ASSIGNMENT_FAILED;
        }
    }

    /** A Stop, a refusal, a higher epoch, or the deadline. */
    record EndAsked(CauseOfDeath cause) implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.END_ASKED;
        }
    }

    /** The box is dead, unasked. */
    record BoxExited(CauseOfDeath cause) implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.BOX_EXITED;
        }
    }

    /** Nothing of the box is left. */
    record Destroyed() implements SandboxEvent {
        @Override
        public Kind kind() {
            return Kind.DESTROYED;
        }
    }
}
