package io.smartboxes.controlplane.platform.settings;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.order.Ordered;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Refuses to start with a {@code smartboxes.*} setting that cannot be, or that nothing reads: a typing error must not
 * silently mean the default. Environment variables are not looked at, for those of other programs are there too. It comes
 * first: what had begun before it would go on after the refusal.
 */
@Context
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsCheck {

    private static final String PREFIX = "smartboxes.";

    /** Read one by one, not through a record. */
    private static final Set<String> SINGLE =
            Set.of("smartboxes.replica-id", "smartboxes.link.enabled", "smartboxes.console-secret");

    SettingsCheck(Environment environment, BeanContext beans) {
        var unknown = new TreeSet<>(given(environment));
        var known = known(beans);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("Nothing reads the setting " + String.join(", ", unknown)
                    + ". The settings are: " + String.join(", ", known) + ".");
        }
    }

    private static Set<String> given(Environment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> source.getConvention() != PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE)
                .flatMap(source -> StreamSupport.stream(source.spliterator(), false))
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.replaceAll("\\[\\d+].*", ""))
                .collect(Collectors.toSet());
    }

    /** The names of all settings; each record is made on the way, so that each value is checked now and not when first used. */
    private static Set<String> known(BeanContext beans) {
        var known = new TreeSet<>(SINGLE);
        for (var definition : beans.getBeanDefinitions(Qualifiers.byStereotype(ConfigurationProperties.class))) {
            String prefix =
                    definition.stringValue(ConfigurationProperties.class).orElse("");
            if (prefix.startsWith(PREFIX)) {
                Arrays.stream(definition.getConstructor().getArguments())
                        .map(argument -> prefix + "." + NameUtils.hyphenate(argument.getName()))
                        .forEach(known::add);
                Object unused = beans.getBean(definition);
            }
        }
        return known;
    }
}
