package io.smartboxes.console.member;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.smartboxes.api.v1.MemberRemoval;
import java.util.function.Consumer;

/** Shows what removing a member, or leaving, would end; only then does it. */
final class RemoveMember extends Dialog {

    private static final int LISTED_MAX = 8;

    private enum Keys {
        REVOKE("Revoke them: programs that use them stop working"),
        HAND_OVER("Hand them to me: they go on, and may do what I may");

        private final String words;

        Keys(String words) {
            this.words = words;
        }
    }

    private final RadioButtonGroup<Keys> choice = new RadioButtonGroup<>("Their keys");

    /** @param act hears whether keys are kept */
    RemoveMember(MemberRemoval effect, boolean self, Consumer<Boolean> act) {
        String name = MembersView.called(effect.member());
        setHeaderTitle(self ? "Leave this tenant?" : "Remove " + name + "?");
        var content = new Div();
        content.addClassName("effect");
        add(content);
        var refused = effect.refused();
        if (refused != null) {
            content.add(new Paragraph(refused));
            getFooter().add(new Button("Close", click -> close()));
            return;
        }
        content.add(new Paragraph(
                self
                        ? "You see nothing of this tenant any more, within ten seconds. Only an invitation brings you back."
                        : name + " sees nothing of this tenant any more, within ten seconds; open terminals end."));
        choice.setItems(Keys.values());
        choice.setItemLabelGenerator(keys -> keys.words);
        choice.setValue(Keys.REVOKE);
        if (!effect.keys().isEmpty()) {
            content.add(new Paragraph(
                    (self ? "You" : name) + " made " + effect.keys().size()
                            + (effect.keys().size() == 1 ? " key that is" : " keys that are") + " in use"
                            + (self
                                    ? ". They end with you; to keep one, have somebody else remove you and take it over."
                                    : ":")));
            content.add(list(effect));
            if (!self) {
                content.add(choice);
            }
        }
        var confirm = new Button(self ? "Leave" : "Remove", click -> {
            close();
            act.accept(choice.getValue() == Keys.HAND_OVER);
        });
        confirm.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
        getFooter().add(new Button("Cancel", click -> close()), confirm);
    }

    private static UnorderedList list(MemberRemoval effect) {
        var list = new UnorderedList();
        effect.keys().stream()
                .limit(LISTED_MAX)
                .forEach(key -> list.add(new ListItem(key.name() + " (" + key.mask() + ")")));
        if (effect.keys().size() > LISTED_MAX) {
            list.add(new ListItem("and " + (effect.keys().size() - LISTED_MAX) + " more"));
        }
        return list;
    }
}
