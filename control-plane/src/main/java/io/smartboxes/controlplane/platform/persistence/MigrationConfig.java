package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotBlank;

/**
 * Where and as whom the schema is migrated: the owner of the tables, never used for anything else.
 *
 * @param url JDBC address of the database
 */
@ConfigurationProperties("smartboxes.migration")
record MigrationConfig(
        @NotBlank String url,
        @NotBlank String username,
        @NotBlank String password) {

    @Override
    public String toString() {
        return "MigrationConfig[" + username + " at " + url + "]";
    }
}
