package io.smartboxes.console.layout;

import io.smartboxes.api.v1.Me;
import io.smartboxes.console.component.Palette;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.navigation.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** In which tenant somebody is, and what is open to them there. */
record Whereabouts(String tenant, String name, Role role) {

    static Whereabouts of(Me me, String tenant) {
        return me.memberships().stream()
                .filter(membership -> membership.tenant().id().equals(tenant))
                .map(membership -> new Whereabouts(tenant, membership.tenant().name(), Role.of(membership.role())))
                .findFirst()
                .orElse(new Whereabouts(tenant, "", Role.VIEWER));
    }

    List<Place> places() {
        return tenant.isEmpty()
                ? List.of()
                : Arrays.stream(Place.values())
                        .filter(place -> place.isFor(role))
                        .toList();
    }

    String sandboxes() {
        return Place.SANDBOXES.in(tenant);
    }

    List<Palette.Entry> palette(Me me) {
        var entries = new ArrayList<Palette.Entry>();
        places().forEach(place -> entries.add(new Palette.Entry("Go to", place.title(), place.in(tenant))));
        me.memberships().stream()
                .map(Me.Membership::tenant)
                .filter(other -> !other.id().equals(tenant))
                .forEach(other -> entries.add(new Palette.Entry("Switch to", other.name(), Links.tenant(other.id()))));
        return entries;
    }
}
