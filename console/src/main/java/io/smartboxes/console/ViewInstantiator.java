package io.smartboxes.console;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.di.InstantiatorFactory;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServletService;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.stream.Stream;

/** Gives views what their one constructor asks for. */
final class ViewInstantiator extends DefaultInstantiator {

    private static final long serialVersionUID = 1L;

    private final transient ViewParts parts;

    private ViewInstantiator(VaadinServletService service) {
        super(service);
        parts = ViewParts.of(service);
    }

    /** Found by Vaadin's lookup. */
    public static final class Factory implements InstantiatorFactory {

        @Override
        public Instantiator createInstantitor(VaadinService service) {
            return new ViewInstantiator((VaadinServletService) service);
        }
    }

    @Override
    public Stream<VaadinServiceInitListener> getServiceInitListeners() {
        return Stream.concat(super.getServiceInitListeners(), Stream.of(new ServiceSetup()));
    }

    @Override
    public <T extends Component> T createComponent(Class<T> type) {
        return make(type);
    }

    @Override
    public <T> T getOrCreate(Class<T> type) {
        return Component.class.isAssignableFrom(type) ? make(type) : super.getOrCreate(type);
    }

    private <T> T make(Class<T> type) {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1 || constructors[0].getParameterCount() == 0) {
            return super.getOrCreate(type);
        }
        var arguments = Arrays.stream(constructors[0].getParameterTypes())
                .map(parts::get)
                .toArray();
        try {
            return type.cast(constructors[0].newInstance(arguments));
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("cannot make " + type.getName(), failure);
        }
    }
}
