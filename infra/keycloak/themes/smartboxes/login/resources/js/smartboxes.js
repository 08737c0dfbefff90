// What Keycloak's own pages (26.7) leave undone is mended once their elements are there, and before their scripts run.
document.addEventListener('readystatechange', () => {
  if (document.readyState === 'interactive') {
    leadLabels();
    standIn();
  }
});

// Labels beside one-time codes name fields that there are not, and so name none: each means the field of its group.
function leadLabels() {
  for (const label of document.querySelectorAll('label[for]')) {
    const field = label.closest('.pf-v5-c-form__group')?.querySelector('input:not([type=hidden])');
    if (field?.id && !document.getElementById(label.htmlFor)) {
      label.htmlFor = field.id;
    }
  }
}

// Who registers gives an address alone; the password comes later. A script that checks it listens to its field all the same.
function standIn() {
  const form = document.getElementById('kc-register-form');
  if (form && !document.getElementById('password')) {
    const nothing = document.createElement('template');
    nothing.id = 'password';
    form.append(nothing);
  }
}
