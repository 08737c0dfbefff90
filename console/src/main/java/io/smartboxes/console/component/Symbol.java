package io.smartboxes.console.component;

import com.vaadin.flow.component.icon.SvgIcon;

/** The pictures of the console; each is a file {@code icons/NAME.svg} of its own, drawn in the colour of its text. */
public enum Symbol {
    ALERT,
    AUDIT,
    BACK,
    BOX,
    CHEVRON,
    CLOCK,
    CODE,
    COPY,
    DOWNLOAD,
    EVENTS,
    EXIT,
    FILE,
    FILES,
    FILTER,
    FOLDER,
    KEY,
    LIMITS,
    LINK,
    LOCK,
    LOGS,
    MEMBERS,
    METRICS,
    MOON,
    OFFLINE,
    PENCIL,
    PLUS,
    REFRESH,
    ROCKET,
    SEARCH,
    SETTINGS,
    SMARTBOXES,
    STOP,
    SUN,
    TENANT,
    TERMINAL,
    TICK,
    TRASH,
    UPLOAD,
    USAGE,
    USER;

    /** A new picture; decoration, which screen readers pass over. */
    public SvgIcon icon() {
        var icon = new SvgIcon("/icons/" + name().toLowerCase(java.util.Locale.ROOT) + ".svg");
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }
}
