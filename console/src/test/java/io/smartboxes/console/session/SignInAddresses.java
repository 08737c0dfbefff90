package io.smartboxes.console.session;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** What {@link SignInPaths} lists, for tests of the whole console. */
public final class SignInAddresses {

    private SignInAddresses() {}

    /** Each address below an area that has to do with signing in and is no screen. */
    public static List<String> all() {
        return Arrays.stream(SignInPaths.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })
                .toList();
    }
}
