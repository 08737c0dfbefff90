package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Goes anywhere by typing a few letters: opens with Ctrl-K or Command-K, filters in the browser. */
@Tag("sb-palette")
public final class Palette extends Component {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * One thing to choose.
     *
     * @param group under which heading it stands
     * @param address within the console
     */
    public record Entry(String group, String title, String address) {}

    /**
     * What there is to choose from.
     *
     * @param sandboxes under which address a sandbox's id leads to it
     */
    public void offer(List<Entry> entries, String sandboxes) {
        getElement().setAttribute("entries", JSON.writeValueAsString(entries));
        getElement().setAttribute("sandboxes", sandboxes);
    }

    public void open() {
        getElement().callJsFunction("open");
    }

    public Registration onChoice(ComponentEventListener<Chosen> listener) {
        return addListener(Chosen.class, listener);
    }

    /** Somebody chose something. */
    @DomEvent("chosen")
    public static final class Chosen extends ComponentEvent<Palette> {

        private static final long serialVersionUID = 1L;

        private final String address;

        public Chosen(Palette source, boolean fromClient, @EventData("event.detail.address") String address) {
            super(source, fromClient);
            this.address = address;
        }

        public String address() {
            return address;
        }
    }
}
