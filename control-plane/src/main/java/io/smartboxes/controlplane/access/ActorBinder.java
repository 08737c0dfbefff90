package io.smartboxes.controlplane.access;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Lets a controller's method ask for the {@link Actor}. */
@Singleton
final class ActorBinder implements TypedRequestArgumentBinder<Actor> {

    static final String ATTRIBUTE = Actor.class.getName();

    @Override
    public Argument<Actor> argumentType() {
        return Argument.of(Actor.class);
    }

    @Override
    public BindingResult<Actor> bind(ArgumentConversionContext<Actor> context, HttpRequest<?> source) {
        var actor = source.getAttribute(ATTRIBUTE, Actor.class);
        return () -> actor;
    }
}
