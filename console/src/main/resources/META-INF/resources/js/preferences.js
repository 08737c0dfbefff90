// What this browser remembers about how to show things. Nobody else needs to know.
const KEY = 'smartboxes.';
const DEFAULTS = { theme: 'auto', zone: 'local' };
const changes = new EventTarget();

export function preference(name) {
  try {
    return localStorage.getItem(KEY + name) ?? DEFAULTS[name];
  } catch {
    return DEFAULTS[name]; // Storage may be forbidden; then the choice lives as long as the page.
  }
}

export function prefer(name, value) {
  try {
    localStorage.setItem(KEY + name, value);
  } catch {
    DEFAULTS[name] = value;
  }
  apply();
  changes.dispatchEvent(new Event(name));
}

export function onPreference(name, listener) {
  changes.addEventListener(name, listener);
  return () => changes.removeEventListener(name, listener);
}

function apply() {
  const theme = preference('theme');
  document.documentElement.style.colorScheme = theme === 'auto' ? 'light dark' : theme;
  document.documentElement.dataset.theme = theme;
}

// Another tab of this browser chose something else.
addEventListener('storage', (event) => {
  if (event.key?.startsWith(KEY)) {
    apply();
    changes.dispatchEvent(new Event(event.key.slice(KEY.length)));
  }
});

apply();
