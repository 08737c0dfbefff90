// <sb-log>: lines of a log, the newest at the end. It stays at the end while nobody scrolls up, and says when somebody does
// (`followed`) or asks for what was before (`older`). Lines are whatever a program wrote, so they are only ever text.
import { onPreference, preference } from './preferences.js';

const LINES_MAX = 2000;
const END_PIXELS = 24;
// Colours are left out; everything else that would not be seen, or would turn text around, is shown.
const COLOURS = /\u001b\[[0-9;:]*m/g;
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const NAMES = { stdout: 'out', stderr: 'err', system: 'sys' };

class Log extends HTMLElement {
  #following = true;

  connectedCallback() {
    if (!this.firstChild) this.#build();
    this.forget = onPreference('zone', () => this.#list.childNodes.forEach(time));
  }

  disconnectedCallback() {
    this.forget?.();
  }

  #note; #older; #list; #scroller; #newest;

  #build() {
    this.#older = button('Show older', () => this.dispatchEvent(new CustomEvent('older')));
    this.#note = document.createElement('p');
    this.#list = document.createElement('div');
    this.#list.className = 'log-lines';
    this.#scroller = document.createElement('div');
    this.#scroller.className = 'log-scroller';
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute('role', 'log');
    this.#scroller.setAttribute('aria-live', 'off');
    this.#scroller.setAttribute('aria-label', 'Lines, the newest last');
    this.#scroller.append(this.#older, this.#note, this.#list);
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#newest = button('Jump to the newest', () => this.#tell(true));
    this.#newest.classList.add('log-newest');
    this.#newest.hidden = true;
    this.append(this.#scroller, this.#newest);
  }

  showOnly(lines, note) {
    this.#list.replaceChildren(...lines.map(row));
    this.#before(note);
    this.#following = true;
    this.#newest.hidden = true;
    this.#toEnd();
  }

  showNewer(lines) {
    this.#list.append(...lines.map(row));
    while (this.#list.childElementCount > LINES_MAX) {
      this.#list.firstChild.remove();
      this.#before('');
    }
    if (this.#following) this.#toEnd();
  }

  showOlder(lines, note) {
    const scroller = this.#scroller;
    const below = scroller.scrollHeight - scroller.scrollTop;
    this.#list.prepend(...lines.map(row));
    while (this.#list.childElementCount > LINES_MAX) this.#list.lastChild.remove();
    this.#before(note);
    scroller.scrollTop = scroller.scrollHeight - below;
    this.#tell(false);
  }

  #before(note) {
    this.#older.hidden = note !== 'older';
    this.#note.hidden = note === '' || note === 'older';
    this.#note.textContent = this.#note.hidden ? '' : note;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #scrolled() {
    const scroller = this.#scroller;
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < END_PIXELS;
    if (atEnd !== this.#following) this.#tell(atEnd);
  }

  #tell(on) {
    this.#following = on;
    this.#newest.hidden = on;
    this.dispatchEvent(new CustomEvent('followed', { detail: { on } }));
  }
}

function row(line) {
  const element = document.createElement('div');
  element.className = `log-line log-${NAMES[line.stream] ?? 'out'} log-${line.level === 'info' ? 'calm' : line.level}`;
  element.at = line.at;
  const at = document.createElement('time');
  const stream = document.createElement('span');
  stream.className = 'log-stream';
  stream.textContent = NAMES[line.stream] ?? '';
  const text = document.createElement('span');
  text.className = 'log-text';
  text.textContent = line.text.replace(COLOURS, '').replace(UNSEEN, picture);
  element.append(at, stream, text);
  time(element);
  return element;
}

function time(element) {
  const at = new Date(element.at);
  const utc = preference('zone') === 'utc';
  const two = (number, digits = 2) => String(number).padStart(digits, '0');
  const parts = utc
    ? [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
    : [at.getHours(), at.getMinutes(), at.getSeconds()];
  const label = element.firstChild;
  label.textContent = `${parts.map((part) => two(part)).join(':')}.${two(at.getUTCMilliseconds(), 3)}`;
  label.dateTime = at.toISOString();
  label.title = at.toISOString();
}

function picture(control) {
  const code = control.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
}

function button(words, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'log-button';
  element.textContent = words;
  element.addEventListener('click', act);
  return element;
}

customElements.define('sb-log', Log);
