package io.smartboxes.controlplane.access;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Lets the method of a {@link ForPeople} route ask for the {@link SignedIn}. */
@Singleton
final class SignedInBinder implements TypedRequestArgumentBinder<SignedIn> {

    static final String ATTRIBUTE = SignedIn.class.getName();

    @Override
    public Argument<SignedIn> argumentType() {
        return Argument.of(SignedIn.class);
    }

    @Override
    public BindingResult<SignedIn> bind(ArgumentConversionContext<SignedIn> context, HttpRequest<?> source) {
        var person = source.getAttribute(ATTRIBUTE, SignedIn.class);
        return () -> person;
    }
}
