// <sb-preference kind="theme|zone">: a button that goes through the choices.
import { onPreference, prefer, preference } from './preferences.js';

const CHOICES = {
  theme: {
    label: 'Colours',
    values: { auto: ['Auto', 'contrast'], light: ['Light', 'sun'], dark: ['Dark', 'moon'] },
  },
  zone: { label: 'Times', values: { local: ['Local', 'clock'], utc: ['UTC', 'clock'] } },
};

class Preference extends HTMLElement {
  connectedCallback() {
    const kind = this.getAttribute('kind');
    this.replaceChildren();
    const button = this.appendChild(document.createElement('button'));
    button.type = 'button';
    button.addEventListener('click', () => {
      const values = Object.keys(CHOICES[kind].values);
      prefer(kind, values[(values.indexOf(preference(kind)) + 1) % values.length]);
    });
    const show = () => {
      const [text, icon] = CHOICES[kind].values[preference(kind)] ?? Object.values(CHOICES[kind].values)[0];
      button.replaceChildren();
      const picture = button.appendChild(document.createElement('span'));
      picture.className = 'glyph';
      picture.style.setProperty('--glyph', `url(/icons/${icon}.svg)`);
      button.appendChild(document.createElement('span')).textContent = text;
      button.setAttribute('aria-label', `${CHOICES[kind].label}: ${text}. Change`);
      button.title = `${CHOICES[kind].label}: ${text}`;
    };
    show();
    this.forget = onPreference(kind, show);
  }

  disconnectedCallback() {
    this.forget?.();
  }
}

customElements.define('sb-preference', Preference);
