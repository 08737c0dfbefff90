package io.smartboxes.controlplane.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.smartboxes.controlplane.access.ForPeople;
import io.smartboxes.controlplane.access.ForStaff;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.audit.Audited;
import io.smartboxes.controlplane.platform.http.Anonymous;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.quota.Quotas;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "io.smartboxes.controlplane",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WrittenByHand.class})
class ArchitectureTest {

    /** Leaves out what annotation processors wrote. */
    static final class WrittenByHand implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/$");
        }
    }

    static final String ROOT = "io.smartboxes.controlplane.";

    /** What each domain may use, besides itself and the contract. Arrows only point up. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("platform", Set.of()),
            Map.entry("access", Set.of("platform")),
            Map.entry("audit", Set.of("platform", "access")),
            Map.entry("staff", Set.of("platform", "access", "audit", "tenant", "quota", "sandbox", "apikey", "usage")),
            Map.entry("mail", Set.of("platform")),
            Map.entry("invitation", Set.of("platform", "access", "audit", "mail", "tenant")),
            Map.entry("tenant", Set.of("platform", "access", "audit")),
            Map.entry("identity", Set.of("platform", "access", "audit", "tenant")),
            Map.entry("apikey", Set.of("platform", "access", "audit", "tenant")),
            Map.entry("template", Set.of("platform", "access", "audit")),
            Map.entry("quota", Set.of("platform", "access", "audit", "tenant")),
            Map.entry("worker", Set.of("platform", "access", "audit")),
            Map.entry("placement", Set.of("platform", "access", "audit", "worker")),
            Map.entry("sandbox", Set.of("platform", "access", "audit", "tenant", "quota", "template")),
            Map.entry("feed", Set.of("platform", "access", "audit", "tenant", "apikey", "quota", "sandbox")),
            Map.entry("usage", Set.of("platform", "access", "audit", "sandbox")),
            Map.entry("metrics", Set.of("platform", "access", "audit", "sandbox")),
            Map.entry("billing", Set.of("platform")),
            Map.entry("terminal", Set.of("platform", "access", "audit", "sandbox")),
            Map.entry("log", Set.of("platform", "access", "audit", "sandbox")),
            Map.entry(
                    "dispatch",
                    Set.of(
                            "platform",
                            "access",
                            "audit",
                            "tenant",
                            "quota",
                            "sandbox",
                            "terminal",
                            "log",
                            "usage",
                            "metrics",
                            "placement",
                            "worker")),
            Map.entry("bootstrap", Set.of("platform", "access", "audit", "tenant", "apikey", "worker", "dispatch")));

    /** Who may see all tenants' rows, and why. */
    static final Map<String, String> SYSTEM_DOOR = Map.ofEntries(
            Map.entry("platform.persistence.DatabaseHealth", "asks for no row"),
            Map.entry("apikey.ApiKeyAuthenticator", "a key's tenant is what it has to find out"),
            Map.entry("apikey.ApiKeyRepository", "the query behind that"),
            Map.entry("apikey.KeyUse", "when keys of all tenants were last used is written in one go"),
            Map.entry(
                    "identity.SignIns",
                    "whom a token stands for is what it has to find out, and the first sign-in makes them"),
            Map.entry("identity.LogoutService", "a provider names sign-ins in its own words"),
            Map.entry("identity.ProviderEventIntake", "a provider names people in its own words"),
            Map.entry("audit.AuditReaper", "tidies the logs of all tenants and people"),
            Map.entry("mail.MailSender", "sends what all tenants have to send"),
            Map.entry("invitation.InvitationAnswers", "explains a wrong address to whoever has the mail's token"),
            Map.entry("bootstrap.FirstTenant", "no tenant exists yet"),
            Map.entry("feed", "one reader follows the changes of every tenant with an open stream"),
            Map.entry("quota.QuotaRecount", "recounts every tenant"),
            Map.entry("quota.LimitOverrides", "who runs the installation says what a tenant may"),
            Map.entry("quota.SignupPlanCheck", "plans belong to no tenant"),
            Map.entry("identity.StaffSignOuts", "those who run the installation are no tenant's"),
            Map.entry("identity.AccountDeletion", "an account is no tenant's"),
            Map.entry("staff", "those who run the installation look across tenants"),
            Map.entry("audit.RefusalLog", "what staff were refused is no tenant's"),
            Map.entry("audit.StaffAuditLog", "what staff did stands in the logs of all tenants"),
            Map.entry("tenant.Suspensions", "those who run the installation suspend tenants"),
            Map.entry("tenant.TenantReaper", "takes away what is left of deleted tenants"),
            Map.entry("sandbox.SandboxEviction", "sweeps all tenants"),
            Map.entry("sandbox.SandboxReaper", "sweeps all tenants"),
            Map.entry("sandbox.SandboxHolders", "sign-ins are no tenant's, and those that are over make room"),
            Map.entry("usage.UsageRollUp", "sums up the ledger of all tenants"),
            Map.entry("usage.UsageCheck", "compares the ledger of all tenants with its sums"),
            Map.entry("metrics.MetricsReaper", "thins out and forgets metrics of all tenants"),
            Map.entry("billing.BillingLines", "makes lines for all tenants and tells them"),
            Map.entry("worker", "workers belong to no tenant"),
            Map.entry("dispatch", "a worker runs sandboxes of all tenants"));

    @ArchTest
    static final ArchRule DOMAINS_USE_ONLY_WHAT_THE_TABLE_ALLOWS = classes()
            .should(new ArchCondition<>("use only what the table of packages allows") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                    String domain = domain(user);
                    if (domain.isEmpty()) {
                        return;
                    }
                    if (!ARROWS.containsKey(domain)) {
                        events.add(SimpleConditionEvent.violated(user, domain + " is not in the table"));
                        return;
                    }
                    var used = new TreeSet<String>();
                    user.getDirectDependenciesFromSelf()
                            .forEach(dependency -> used.add(domain(dependency.getTargetClass())));
                    used.remove("");
                    used.remove(domain);
                    used.removeAll(ARROWS.get(domain));
                    if (!used.isEmpty()) {
                        events.add(SimpleConditionEvent.violated(user, user.getName() + " uses " + used));
                    }
                }
            });

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule FEW_SEE_ALL_TENANTS = noClasses()
            .that(new DescribedPredicate<>("are not listed in SYSTEM_DOOR") {
                @Override
                public boolean test(JavaClass user) {
                    return SYSTEM_DOOR.keySet().stream()
                            .noneMatch(allowed -> user.getName().startsWith(ROOT + allowed));
                }
            })
            .and()
            .doNotBelongToAnyOf(SystemDatabase.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(SystemDatabase.class);

    /** A route that does not say whom it is for is refused when it is called; here it is refused before. */
    @ArchTest
    static final ArchRule ROUTES_SAY_WHOM_THEY_ARE_FOR = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethodMapping.class)
            .should()
            .beAnnotatedWith(Needs.class)
            .orShould()
            .beAnnotatedWith(ForPeople.class)
            .orShould()
            .beAnnotatedWith(ForStaff.class)
            .orShould()
            .beAnnotatedWith(Anonymous.class)
            .orShould()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Anonymous.class);

    /** Whoever changes something says what the audit log calls it; hidden routes are no part of the contract. */
    @ArchTest
    static final ArchRule CHANGES_ARE_AUDITED = methods()
            .that()
            .areAnnotatedWith(Post.class)
            .or()
            .areAnnotatedWith(Put.class)
            .or()
            .areAnnotatedWith(Patch.class)
            .or()
            .areAnnotatedWith(Delete.class)
            .and()
            .areDeclaredInClassesThat()
            .areNotAnnotatedWith(Hidden.class)
            .should()
            .beAnnotatedWith(Audited.class);

    @ArchTest
    static final ArchRule CONTROLLERS_TOUCH_NO_DATABASE = noClasses()
            .that()
            .areAnnotatedWith(Controller.class)
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Repository")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Database")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("Statements");

    /** Whatever ends a sandbox gives back what it held, in the same transaction. */
    @ArchTest
    static final ArchRule WHO_ENDS_SANDBOXES_RELEASES = classes()
            .that(new DescribedPredicate<>("move what is seen of sandboxes") {
                @Override
                public boolean test(JavaClass user) {
                    return user.getMethodCallsFromSelf().stream()
                            .anyMatch(call -> call.getTarget().getName().equals("apply")
                                    && call.getTargetOwner().getName().equals(ROOT + "dispatch.SeenRepository"));
                }
            })
            .should()
            .callMethod(Quotas.class, "release", Statements.class, Collection.class);

    @ArchTest
    static final ArchRule TIME_IS_HANDED_IN = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "platform.time")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .should(new ArchCondition<>("be in a package that says @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not null-marked"));
                    }
                }
            });

    @ArchTest
    static final ArchRule NO_EMPTY_NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common)$")
            .orShould()
            .resideInAnyPackage("..util..", "..impl..", "..common..", "..helper..");

    private static String domain(JavaClass type) {
        if (!type.getPackageName().startsWith(ROOT)) {
            return "";
        }
        return type.getPackageName().substring(ROOT.length()).split("\\.")[0];
    }
}
