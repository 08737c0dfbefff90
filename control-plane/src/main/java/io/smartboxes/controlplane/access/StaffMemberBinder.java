package io.smartboxes.controlplane.access;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Lets the method of a {@link ForStaff} route ask for the {@link StaffMember}. */
@Singleton
final class StaffMemberBinder implements TypedRequestArgumentBinder<StaffMember> {

    static final String ATTRIBUTE = StaffMember.class.getName();

    @Override
    public Argument<StaffMember> argumentType() {
        return Argument.of(StaffMember.class);
    }

    @Override
    public BindingResult<StaffMember> bind(ArgumentConversionContext<StaffMember> context, HttpRequest<?> source) {
        var staff = source.getAttribute(ATTRIBUTE, StaffMember.class);
        return () -> staff;
    }
}
