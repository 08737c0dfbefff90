package io.smartboxes.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.smartboxes.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("agent")
            .definedBy("io.smartboxes.agent")
            .layer("link")
            .definedBy("io.smartboxes.agent.link..")
            .layer("gateway")
            .definedBy("io.smartboxes.agent.gateway..")
            .layer("terminal")
            .definedBy("io.smartboxes.agent.terminal..")
            .layer("log")
            .definedBy("io.smartboxes.agent.log..")
            .layer("supervisor")
            .definedBy("io.smartboxes.agent.supervisor..")
            .layer("journal")
            .definedBy("io.smartboxes.agent.journal..")
            .layer("runtime")
            .definedBy("io.smartboxes.agent.runtime")
            .layer("runtimes")
            .definedBy("io.smartboxes.agent.runtime.*..")
            .layer("isolation")
            .definedBy("io.smartboxes.agent.isolation..")
            .layer("host")
            .definedBy("io.smartboxes.agent.host..")
            .layer("step")
            .definedBy("io.smartboxes.agent.step..")
            .whereLayer("agent")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("link")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("terminal")
            .mayOnlyBeAccessedByLayers("agent", "link", "gateway")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("agent", "link")
            .whereLayer("supervisor")
            .mayOnlyBeAccessedByLayers("agent", "link")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("agent", "link", "supervisor")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("agent", "link", "supervisor", "journal", "runtimes", "isolation")
            .whereLayer("runtimes")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("isolation")
            .mayOnlyBeAccessedByLayers("agent", "runtimes");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.smartboxes.agent.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_PUBLIC_API_IS_NOT_THE_AGENTS_BUSINESS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smartboxes.api..", "io.smartboxes.controlplane..");

    @ArchTest
    static final ArchRule NO_DATABASE_BUT_THE_JOURNAL = noClasses()
            .that()
            .resideOutsideOfPackage("io.smartboxes.agent.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        classes().should(liveInANullMarkedPackage()).check(all);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a null-marked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not null-marked"));
                }
            }
        };
    }
}
