// <sb-time datetime form="relative|absolute|countdown">: kept true here, so that the server need not push the passing of time.
import { onPreference, preference } from './preferences.js';

const shown = new Set();
const STEPS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function zone() {
  return preference('zone') === 'utc' ? 'UTC' : undefined;
}

function absolute(at, seconds = true) {
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: seconds ? 'medium' : 'short',
    timeZone: zone(),
  }).format(at) + (zone() ? ' UTC' : '');
}

function ago(at, now) {
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(seconds) < 5) return 'just now';
  if (Math.abs(seconds) > 7 * 86400) return absolute(at, false);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return relative.format(Math.trunc(seconds / size), unit);
}

function remaining(at, now) {
  const seconds = Math.max(0, Math.ceil((at - now) / 1000));
  if (seconds === 0) return 'now';
  const two = (number) => String(number).padStart(2, '0');
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}

class Time extends HTMLElement {
  static observedAttributes = ['datetime', 'form'];

  connectedCallback() {
    this.inner = this.querySelector('time') ?? this.appendChild(document.createElement('time'));
    shown.add(this);
    this.forget = onPreference('zone', () => this.show());
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
    this.forget?.();
  }

  attributeChangedCallback() {
    if (this.isConnected && this.inner) this.show();
  }

  show(now = Date.now()) {
    const at = Date.parse(this.getAttribute('datetime'));
    if (Number.isNaN(at)) return;
    const form = this.getAttribute('form');
    const text = form === 'absolute' ? absolute(at) : form === 'countdown' ? remaining(at, now) : ago(at, now);
    if (this.inner.textContent !== text) this.inner.textContent = text;
    this.inner.dateTime = new Date(at).toISOString();
    this.inner.title = absolute(at);
  }
}

customElements.define('sb-time', Time);

setInterval(() => {
  if (document.visibilityState === 'visible') {
    const now = Date.now();
    shown.forEach((time) => time.show(now));
  }
}, 1000);
