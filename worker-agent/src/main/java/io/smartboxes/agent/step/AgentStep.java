package io.smartboxes.agent.step;

import io.smartboxes.failpoint.Failpoint;
import io.smartboxes.failpoint.Failpoints;

/** Every step of enrol, create, deadline, kill, usage, pool and re-adopt after which the agent may die. */
public enum AgentStep implements Failpoint {
    /** The private key is on disk, nobody has a certificate for it yet. */
    ENROL_KEY_STORED("agent.enrol.key-stored"),
    /** The token is used up, the certificate is only in memory. */
    ENROL_ANSWERED("agent.enrol.answered"),
    /** Certificate and worker id are on disk. */
    ENROL_STORED("agent.enrol.stored"),

    /** A box runs that no line of the journal names. */
    POOL_BOX_BOOTED("agent.pool.box-booted"),
    /** The journal names the warm box. */
    POOL_BOX_JOURNALED("agent.pool.box-journaled"),
    /** A warm box that is not wanted any more is off the host, its line still in the journal. */
    POOL_BOX_DESTROYED("agent.pool.box-destroyed"),
    /** The line of a warm box is out of the journal. */
    POOL_BOX_FORGOTTEN("agent.pool.box-forgotten"),

    /** A Start is accepted, nothing is written. */
    CREATE_ACCEPTED("agent.create.accepted"),
    /** A box is chosen, the journal does not know for whom. */
    CREATE_BOX_TAKEN("agent.create.box-taken"),
    /** The journal says whose box it is, the guest does not know yet. */
    CREATE_ASSIGNMENT_JOURNALED("agent.create.assignment-journaled"),
    /** The guest is the tenant's, the journal still says that it may be half made. */
    CREATE_ASSIGNED("agent.create.assigned"),
    /** A Start that never got a box is given up, nothing is written. */
    CREATE_ABANDONED("agent.create.abandoned"),
    /** A Start that has its box is given up, the journal still calls it half made. */
    CREATE_UNDONE("agent.create.undone"),
    /** Running, and the Started report is in the journal, unsent. */
    CREATE_STARTED_JOURNALED("agent.create.started-journaled"),
    /** A Start that could not be satisfied is answered in the journal, unsent. */
    CREATE_REFUSAL_JOURNALED("agent.create.refusal-journaled"),

    /** A new deadline is in the journal with its report, unsent. */
    DEADLINE_JOURNALED("agent.deadline.journaled"),

    /** The end is decided, the journal does not know. */
    KILL_DECIDED("agent.kill.decided"),
    /** The journal knows the cause of death, the box still runs. */
    KILL_CAUSE_JOURNALED("agent.kill.cause-journaled"),
    /** The box is off the host, the journal still says stopping. */
    KILL_DESTROYED("agent.kill.destroyed"),
    /** Ended, and the Ended report is in the journal, unsent. */
    KILL_END_JOURNALED("agent.kill.end-journaled"),

    /** The answer to a command that changed nothing is in the journal, unsent. */
    ANSWER_JOURNALED("agent.answer.journaled"),

    /** What a sandbox used is measured, nothing is written. */
    USAGE_MEASURED("agent.usage.measured"),
    /** What a sandbox used is in the journal with its reports, unsent. */
    USAGE_JOURNALED("agent.usage.journaled"),

    /** Ends too old for any late command are out of the journal. */
    TOMBSTONES_PURGED("agent.tombstones.purged"),

    /** Reports have left for the control plane, unacknowledged. */
    REPORT_SENT("agent.report.sent"),
    /** Acknowledged reports are out of the journal. */
    REPORT_FORGOTTEN("agent.report.forgotten"),

    /** The journal is read, nothing on the host is touched. */
    ADOPT_JOURNAL_READ("agent.adopt.journal-read"),
    /** What lives is taken back, what does not is not yet removed. */
    ADOPT_BOXES_ADOPTED("agent.adopt.boxes-adopted"),
    /** Host objects that belong to no box are gone. */
    ADOPT_SWEPT("agent.adopt.swept"),
    /** The control plane has been told what is held. */
    ADOPT_HELLO_SENT("agent.adopt.hello-sent"),
    /** The control plane's verdict on what is held is carried out. */
    ADOPT_WELCOMED("agent.adopt.welcomed");

    private final String id;

    AgentStep(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** Marks the step as done. */
    public void reach() {
        Failpoints.reach(this);
    }
}
