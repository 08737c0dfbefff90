package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;

/** Asks before something that cannot be undone, and says what it will do. */
public final class Confirmation {

    private final ConfirmDialog dialog = new ConfirmDialog();

    /**
     * @param effect what will be lost
     * @param verb on the button: what it does, not "OK"
     */
    public Confirmation(String title, Component effect, String verb, Runnable act) {
        dialog.setHeader(title);
        dialog.setText(effect);
        dialog.setCancelable(true);
        dialog.setConfirmText(verb);
        dialog.setConfirmButtonTheme("error primary");
        dialog.addConfirmListener(confirmed -> act.run());
    }

    /** What to do if the answer is no. */
    public Confirmation otherwise(Runnable act) {
        dialog.addCancelListener(cancelled -> act.run());
        return this;
    }

    public void open() {
        dialog.open();
    }
}
