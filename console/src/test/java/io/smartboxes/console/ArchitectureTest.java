package io.smartboxes.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.Route;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.smartboxes.console", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.smartboxes.console";

    /** Every other package is one feature. */
    private static final Set<String> SHARED =
            Set.of("client", "component", "navigation", "session", "layout", "words", "trail");

    @ArchTest
    static final ArchRule THE_CLIENT_IS_A_LEAF = leaf("client", "client");

    @ArchTest
    static final ArchRule COMPONENTS_ARE_LEAVES = leaf("component", "component");

    @ArchTest
    static final ArchRule WORDS_ARE_LEAVES = leaf("words", "words");

    @ArchTest
    static final ArchRule THE_TRAIL_KNOWS_NO_FEATURE = leaf("trail", "trail", "words", "client", "component");

    @ArchTest
    static final ArchRule NAVIGATION_KNOWS_ONLY_ITS_PICTURES = leaf("navigation", "navigation", "component");

    @ArchTest
    static final ArchRule SESSIONS_KNOW_ONLY_THE_CLIENT = leaf("session", "session", "client");

    @ArchTest
    static final ArchRule THE_LAYOUT_KNOWS_NO_FEATURE =
            leaf("layout", "layout", "session", "client", "component", "navigation");

    @ArchTest
    static final ArchRule FEATURES_IGNORE_EACH_OTHER =
            classes().that(areOfAFeature()).should(useNoOtherFeature());

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule IT_SPEAKS_HTTP_LIKE_ANY_CUSTOMER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.smartboxes.controlplane..",
                    "io.smartboxes.agent..",
                    "io.smartboxes.link..",
                    "io.grpc..",
                    "java.sql..");

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

    /** Nothing is scanned for at start, so a view that is not listed would not be served. */
    @ArchTest
    static void everyViewIsListed(JavaClasses all) {
        assertThat(named(all, type -> type.isAnnotatedWith(Route.class))).isEqualTo(listed(Views::routes));
        assertThat(named(all, type -> type.isAssignableTo(HasErrorParameter.class)))
                .isEqualTo(listed(Views::errors));
    }

    private static Set<String> listed(Function<Views, List<Class<? extends Component>>> part) {
        return Stream.of(Views.CUSTOMERS, Views.STAFF)
                .flatMap(views -> part.apply(views).stream())
                .map(Class::getName)
                .collect(Collectors.toSet());
    }

    private static Set<String> named(JavaClasses all, java.util.function.Predicate<JavaClass> those) {
        return all.stream().filter(those).map(JavaClass::getName).collect(Collectors.toSet());
    }

    private static ArchRule leaf(String name, String... mayUse) {
        var allowed = Set.of(mayUse);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("are of the console, but none of " + allowed) {
                    @Override
                    public boolean test(JavaClass other) {
                        return other.getPackageName().startsWith(ROOT) && !allowed.contains(feature(other));
                    }
                });
    }

    private static ArchCondition<JavaClass> useNoOtherFeature() {
        return new ArchCondition<>("use no other feature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .filter(areOfAFeature())
                        .filter(other -> !feature(other).equals(feature(type)))
                        .forEach(other -> events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " uses " + other.getName())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> areOfAFeature() {
        return new DescribedPredicate<>("are of a feature") {
            @Override
            public boolean test(JavaClass type) {
                return type.getPackageName().startsWith(ROOT + ".") && !SHARED.contains(feature(type));
            }
        };
    }

    private static String feature(JavaClass type) {
        String rest =
                type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
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
