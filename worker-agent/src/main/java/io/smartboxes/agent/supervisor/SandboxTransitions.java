package io.smartboxes.agent.supervisor;

import static io.smartboxes.agent.supervisor.SandboxState.ASSIGNING;
import static io.smartboxes.agent.supervisor.SandboxState.ENDED;
import static io.smartboxes.agent.supervisor.SandboxState.RUNNING;
import static io.smartboxes.agent.supervisor.SandboxState.STOPPING;

import io.smartboxes.agent.step.AgentStep;
import java.util.Optional;

/**
 * The state machine of a sandbox on a worker.
 *
 * <pre>
 *            box taken             assigned
 *   WAITING -----------> ASSIGNING ---------> RUNNING
 *      |                     |                   |
 *      | no box,             | failed, exited,   | exited,
 *      | end asked           | end asked         | end asked
 *      |                     v                   |
 *      |                 STOPPING <--------------+
 *      |                     | destroyed
 *      +------> ENDED <------+
 * </pre>
 *
 * <p>What is not drawn changes nothing: the first cause of death stands, and a sandbox never comes back.
 */
final class SandboxTransitions {

    /** What has to be done on entering the next state. */
    enum Action {
        /** Write down whose box it is, then tell the guest. */
        ASSIGN,
        /** Report that it runs. */
        REPORT_STARTED,
        /** Close it to traffic, write down why, remove the box. */
        DESTROY,
        /** Lay the tombstone and report the end. */
        REPORT_END
    }

    /**
     * One arrow.
     *
     * @param step reached when the state has changed in memory and nothing has been done yet
     */
    record Transition(SandboxState next, Action action, AgentStep step) {}

    private SandboxTransitions() {}

    /** The arrow from a state on an event; empty when the event changes nothing there. */
    static Optional<Transition> of(SandboxState state, SandboxEvent.Kind event) {
        return switch (state) {
            case WAITING ->
                switch (event) {
                    case BOX_TAKEN -> to(ASSIGNING, Action.ASSIGN, AgentStep.CREATE_BOX_TAKEN);
                    case NO_BOX, END_ASKED -> to(ENDED, Action.REPORT_END, AgentStep.CREATE_ABANDONED);
                    case ASSIGNED, ASSIGNMENT_FAILED, BOX_EXITED, DESTROYED -> Optional.empty();
                };
            case ASSIGNING ->
                switch (event) {
                    case ASSIGNED -> to(RUNNING, Action.REPORT_STARTED, AgentStep.CREATE_ASSIGNED);
                    case ASSIGNMENT_FAILED, BOX_EXITED, END_ASKED ->
                        to(STOPPING, Action.DESTROY, AgentStep.CREATE_UNDONE);
                    case BOX_TAKEN, NO_BOX, DESTROYED -> Optional.empty();
                };
            case RUNNING ->
                switch (event) {
                    case BOX_EXITED, END_ASKED -> to(STOPPING, Action.DESTROY, AgentStep.KILL_DECIDED);
                    case BOX_TAKEN, NO_BOX, ASSIGNED, ASSIGNMENT_FAILED, DESTROYED -> Optional.empty();
                };
            case STOPPING ->
                switch (event) {
                    case DESTROYED -> to(ENDED, Action.REPORT_END, AgentStep.KILL_DESTROYED);
                    case BOX_TAKEN, NO_BOX, ASSIGNED, ASSIGNMENT_FAILED, END_ASKED, BOX_EXITED -> Optional.empty();
                };
            case ENDED -> Optional.empty();
        };
    }

    private static Optional<Transition> to(SandboxState next, Action action, AgentStep step) {
        return Optional.of(new Transition(next, action, step));
    }
}
