package io.smartboxes.controlplane.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smartboxes.failpoint.Failpoints;
import java.util.Map;
import java.util.Set;

/**
 * A step is where something becomes durable or leaves the process. Each one reaches a failpoint, so that the test which dies at
 * every failpoint dies at every step.
 */
@AnalyzeClasses(
        packages = {
            "io.smartboxes.controlplane.sandbox",
            "io.smartboxes.controlplane.dispatch",
            "io.smartboxes.controlplane.usage",
            "io.smartboxes.controlplane.worker"
        },
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WrittenByHand.class})
class EveryStepHasAFailpointTest {

    private static final Set<String> STEPS =
            Set.of("TenantDatabase.transaction", "SystemDatabase.transaction", "LinkSession.tell");

    /** What looks like a step of a sandbox's life and is none, and why. */
    private static final Map<String, String> NO_STEP = Map.ofEntries(
            Map.entry("SandboxService.find", "reads"),
            Map.entry("SandboxListing.list", "reads"),
            Map.entry("SandboxViews.find", "reads"),
            Map.entry("SandboxViews.list", "reads"),
            Map.entry("SandboxViews.history", "reads"),
            Map.entry("SandboxEviction.sweep", "the next round says the same"),
            Map.entry("SandboxReaper.forgetIdempotencyKeys", "touches no sandbox"),
            Map.entry("Fleet.read", "reads"),
            Map.entry("UsageRollUp.oldestWaiting", "reads"),
            Map.entry("UsageReports.figures", "reads"),
            Map.entry("UsageEntries.list", "reads"),
            Map.entry("SandboxCost.of", "reads"),
            Map.entry("UsageCheck.compare", "reads"),
            Map.entry("UsageCheck.drifted", "reads"),
            Map.entry("Locator.find", "reads"),
            Map.entry("HolderDesk.find", "reads"),
            Map.entry("SandboxHolders.note", "who comes again gets the same token"),
            Map.entry("SandboxHolders.forgetTheGone", "whoever comes next does it"),
            Map.entry("Sender.pass", "reads; telling is a step of its own"),
            Map.entry(
                    "TicketSender.pass",
                    "a ticket is told again until it is answered, and its caller asks for another"),
            Map.entry("TicketIntake.take", "an answer that is lost is asked for again"),
            Map.entry("LogSender.pass", "a question is told again by the next stream, and whoever asked may ask again"),
            Map.entry("LogIntake.take", "without an answer whoever asked is told to come back"),
            Map.entry("LinkDesk.closed", "a stream that is only cut off says the same"),
            Map.entry("SampleIntake.take", "a sample that is lost is missing, and nothing else"),
            Map.entry("LinkDesk.heard", "the next heartbeat says the same"),
            Map.entry("Enrolment.mint", "the operator who did not get the token asks again"),
            Map.entry("Enrolment.mintUnlessEnrolled", "the next start makes another"),
            Map.entry("Authority.current", "whoever comes next finds it or makes it"));

    @ArchTest
    static final ArchRule EVERY_STEP_HAS_A_FAILPOINT = methods().should(new ArchCondition<>("reach a failpoint") {
        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            String name = method.getOwner().getSimpleName() + "." + method.getName();
            boolean step = method.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> STEPS.contains(call.getTargetOwner().getSimpleName() + "." + call.getName()));
            boolean marked = method.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Failpoints.class));
            if (step && !marked && !NO_STEP.containsKey(name)) {
                events.add(SimpleConditionEvent.violated(method, name + " is a step without a failpoint"));
            }
            if (NO_STEP.containsKey(name) && marked) {
                events.add(SimpleConditionEvent.violated(method, name + " has a failpoint, so it is a step"));
            }
        }
    });
}
