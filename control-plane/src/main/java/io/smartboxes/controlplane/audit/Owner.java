package io.smartboxes.controlplane.audit;

import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.controlplane.platform.persistence.Work;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose an event is: a tenant's, or, where it concerns none, a person's. */
sealed interface Owner {

    static Owner of(TenantId tenant) {
        return new OfTenant(tenant);
    }

    static Owner of(UserId person) {
        return new OfPerson(person);
    }

    @Nullable UUID tenant();

    @Nullable UUID person();

    /** The condition on an event's row; its parameter is {@link #id}. */
    String condition();

    UUID id();

    <T extends @Nullable Object> T transaction(TenantDatabase tenants, UserDatabase people, Work<T> work);

    record OfTenant(TenantId of) implements Owner {
        @Override
        public UUID tenant() {
            return of.value();
        }

        @Override
        public @Nullable UUID person() {
            return null;
        }

        @Override
        public String condition() {
            return "tenant_id = ?";
        }

        @Override
        public UUID id() {
            return of.value();
        }

        @Override
        public <T extends @Nullable Object> T transaction(TenantDatabase tenants, UserDatabase people, Work<T> work) {
            return tenants.transaction(of, work);
        }
    }

    record OfPerson(UserId of) implements Owner {
        @Override
        public @Nullable UUID tenant() {
            return null;
        }

        @Override
        public UUID person() {
            return of.value();
        }

        @Override
        public String condition() {
            return "tenant_id is null and user_id = ?";
        }

        @Override
        public UUID id() {
            return of.value();
        }

        @Override
        public <T extends @Nullable Object> T transaction(TenantDatabase tenants, UserDatabase people, Work<T> work) {
            return people.transaction(of, work);
        }
    }
}
