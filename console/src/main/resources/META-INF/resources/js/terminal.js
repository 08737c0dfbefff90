// A terminal in a sandbox: <sb-terminal>. Bytes go between the page and the sandbox's gateway over a WebSocket of
// their own; the server that made the page only hands out tickets, one for each connection.
import { Terminal } from './xterm/xterm.mjs';
import { FitAddon } from './addon-fit/addon-fit.mjs';
import { copy } from './clipboard.js';
import { onPreference, preference } from './preferences.js';

const RETRY_MILLIS_MIN = 500;
const RETRY_MILLIS_MAX = 10_000;
const PASTE_BYTES_MAX = 16 * 1024;
const NARROW_PIXELS = 640;
// By sandbox, so that a reload, and another look at the tab, come back to the same shell. Another window gets another one.
const SHELL_OF = 'smartboxes.terminal.';
const SCREEN_READER = 'smartboxes.terminal-screen-reader';

// After these the shell goes on and another ticket may help. All other closes of ours are final.
const PASSING = new Set([4401, 4408, 4412, 4503]);
const ENDED = new Set([1000, 4404, 4411]);

const DARK = {
  background: '#14161a', foreground: '#e6e8eb', cursor: '#e6e8eb', selectionBackground: '#3d4b63',
  black: '#3b4048', red: '#ff7b72', green: '#6cc644', yellow: '#e3b341', blue: '#79b8ff', magenta: '#d2a8ff',
  cyan: '#56d4dd', white: '#d0d4da', brightBlack: '#8b949e', brightRed: '#ffa198', brightGreen: '#85e89d',
  brightYellow: '#ffdf5d', brightBlue: '#9ecbff', brightMagenta: '#e2c5ff', brightCyan: '#7ee6ee', brightWhite: '#ffffff',
};
const LIGHT = {
  background: '#ffffff', foreground: '#1f2328', cursor: '#1f2328', selectionBackground: '#b6d3ff',
  black: '#24292f', red: '#b3261e', green: '#116329', yellow: '#7d4e00', blue: '#0550ae', magenta: '#7a3aa8',
  cyan: '#1b6c78', white: '#5b626b', brightBlack: '#57606a', brightRed: '#8f1d17', brightGreen: '#0f5323',
  brightYellow: '#633c01', brightBlue: '#033d8b', brightMagenta: '#622d87', brightCyan: '#14525b', brightWhite: '#2f353c',
};

// What terminals answer by themselves to programs that ask who they are, where the cursor is, which colours they have.
const REPORT = /^\x1b(\[[?>]?[\d;]*[cnR]$|\[\??[\d;]*\$y$|\[[IO]$|[\]P])/;

const KEYS = [
  ['Esc', 'Esc', () => '\x1b'],
  ['Tab', 'Tab', () => '\t'],
  ['Ctrl', 'Ctrl, for the next key', null],
  ['←', 'Left', (t) => arrow(t, 'D')],
  ['↑', 'Up', (t) => arrow(t, 'A')],
  ['↓', 'Down', (t) => arrow(t, 'B')],
  ['→', 'Right', (t) => arrow(t, 'C')],
];

// Storage may be forbidden; then what is remembered lives as long as the page.
const remembered = new Map();
function recall(storage, key) {
  try {
    return storage().getItem(key);
  } catch {
    return remembered.get(key) ?? null;
  }
}

function remember(storage, key, value) {
  try {
    value === null ? storage().removeItem(key) : storage().setItem(key, value);
  } catch {
    remembered.set(key, value);
  }
}

const tab = () => sessionStorage;
const browser = () => localStorage;

const arrow = (screen, letter) => (screen.modes.applicationCursorKeysMode ? '\x1bO' : '\x1b[') + letter;

class TerminalElement extends HTMLElement {
  #screen;
  #fit;
  #frame;
  #socket;
  #url;
  #retry = RETRY_MILLIS_MIN;
  #timer;
  #attempt = 0;
  #replayLeft = 0;
  #isReplaying = false;
  #isControlHeld = false;
  #exitCode;
  #isReady = false;
  #isTroubled = false;
  #undo = [];

  connectedCallback() {
    this.setAttribute('terminal', recall(tab, this.#key()) ?? '');
    this.#draw();
    // The ticket is on its way while the screen is made.
    this.#connect();
    this.#open();
  }

  disconnectedCallback() {
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#undo.forEach((undo) => undo());
    this.#undo = [];
    this.#screen.dispose();
    this.replaceChildren();
  }

  /** The terminal's id; empty until there is one. */
  get terminal() {
    return this.getAttribute('terminal') ?? '';
  }

  #draw() {
    this.innerHTML = `
      <div class="terminal-bar">
        <span class="terminal-state"><span class="terminal-light" aria-hidden="true"></span><span role="status"></span></span>
        <button type="button" class="terminal-again" hidden></button>
        <span class="terminal-actions">
          <button type="button" class="terminal-copy" hidden>Copy selection</button>
          <span class="terminal-hint">Shift+Esc leaves the terminal</span>
          <label class="terminal-reader"><input type="checkbox"> Screen reader</label>
        </span>
      </div>
      <div class="terminal-screen" role="group" aria-label="Terminal"></div>
      <div class="terminal-keys" role="toolbar" aria-label="Keys"></div>`;
    const keys = this.querySelector('.terminal-keys');
    for (const [label, name, bytes] of KEYS) {
      const key = document.createElement('button');
      key.type = 'button';
      key.textContent = label;
      key.setAttribute('aria-label', name);
      // The keyboard of a phone stays up only while the screen keeps the focus.
      key.addEventListener('pointerdown', (event) => event.preventDefault());
      key.addEventListener('click', () => this.#press(key, bytes));
      keys.append(key);
    }
    this.querySelector('.terminal-again').addEventListener('click', () => this.#again());
    const copying = this.querySelector('.terminal-copy');
    copying.addEventListener('pointerdown', (event) => event.preventDefault());
    copying.addEventListener('click', () => this.#copy());
  }

  #open() {
    const reader = this.querySelector('.terminal-reader input');
    reader.checked = recall(browser, SCREEN_READER) === 'true';
    this.#screen = new Terminal({
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
      fontSize: innerWidth < NARROW_PIXELS ? 12 : 14,
      minimumContrastRatio: 4.5,
      screenReaderMode: reader.checked,
      scrollback: 5000,
      theme: this.#theme(),
    });
    this.#fit = new FitAddon();
    this.#screen.loadAddon(this.#fit);
    this.#screen.open(this.querySelector('.terminal-screen'));
    this.#screen.textarea.setAttribute('aria-description', 'Press Shift and Escape to leave the terminal.');
    this.#screen.attachCustomKeyEventHandler((event) => this.#mayType(event));
    this.#screen.onData((text) => this.#typed(text));
    this.#screen.onBinary((text) => this.#send(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));
    this.#screen.onResize(({ cols, rows }) => this.#say({ type: 'resize', columns: cols, rows }));
    reader.addEventListener('change', () => {
      remember(browser, SCREEN_READER, String(reader.checked));
      this.#screen.options.screenReaderMode = reader.checked;
    });
    const sizes = new ResizeObserver(() => this.#settle());
    sizes.observe(this.querySelector('.terminal-screen'));
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => { this.#screen.options.theme = this.#theme(); };
    scheme.addEventListener('change', follow);
    this.#undo.push(
      () => sizes.disconnect(),
      () => cancelAnimationFrame(this.#frame),
      onPreference('theme', follow),
      () => scheme.removeEventListener('change', follow));
    this.#screen.onSelectionChange(() => {
      this.querySelector('.terminal-copy').hidden = !this.#screen.hasSelection();
    });
    document.fonts?.ready.then(() => this.#refit());
    this.#refit();
    this.#screen.focus();
  }

  /** A page that is laid out anew passes through widths that do not last, and a shell that is told of a narrow one draws over its lines. */
  #settle() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#frame = requestAnimationFrame(() => this.#refit());
    });
  }

  #refit() {
    if (this.isConnected && this.querySelector('.terminal-screen').clientHeight > 0) {
      this.#fit.fit();
    }
  }

  #theme() {
    const asked = preference('theme');
    const isDark = asked === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : asked === 'dark';
    return isDark ? DARK : LIGHT;
  }

  async #connect() {
    const attempt = ++this.#attempt;
    clearTimeout(this.#timer);
    this.#isReady = false;
    // What is wrong stays to be read while it is tried again.
    if (!this.#isTroubled) {
      this.#state('connecting', this.terminal ? 'Reconnecting…' : 'Connecting…');
    }
    let answer;
    try {
      answer = await this.ticket(this.terminal);
    } catch {
      answer = null;
    }
    if (attempt !== this.#attempt) {
      return;
    }
    if (!answer) {
      this.#later('The console does not answer. Trying again…');
    } else if (answer.refusal) {
      this.#refused(answer);
    } else {
      this.#dial(attempt, answer);
    }
  }

  /** Asks the server for a ticket: resolves to {ticket, terminal, url} or {refusal, again}. */
  ticket(terminal) {
    return this.$server.ticket(terminal);
  }

  #refused(answer) {
    if (answer.again) {
      this.#later(answer.refusal);
    } else {
      this.#state('closed', answer.refusal, 'Try again');
    }
  }

  #dial(attempt, { ticket, terminal, url }) {
    let socket;
    this.#url = url;
    try {
      socket = new WebSocket(url);
    } catch {
      // A page that came with TLS may dial nothing without.
      this.#closed(0, '');
      return;
    }
    this.#socket = socket;
    this.#exitCode = undefined;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(JSON.stringify({
      type: 'open', ticket, columns: this.#screen.cols, rows: this.#screen.rows,
    }));
    socket.onmessage = ({ data }) => {
      if (attempt !== this.#attempt) {
        return;
      }
      if (typeof data === 'string') {
        this.#heard(JSON.parse(data), terminal);
      } else {
        this.#show(new Uint8Array(data));
      }
    };
    socket.onclose = ({ code, reason }) => {
      if (attempt === this.#attempt) {
        this.#closed(code, reason);
      }
    };
  }

  #heard(message, terminal) {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#retry = RETRY_MILLIS_MIN;
        this.#replayLeft = message.replay;
        this.#screen.reset();
        this.#remember(terminal);
        this.#isTroubled = false;
        this.#state('open', 'Connected');
        if (document.activeElement === document.body) {
          this.#screen.focus();
        }
        this.#say({ type: 'resize', columns: this.#screen.cols, rows: this.#screen.rows });
        break;
      case 'skipped':
        this.#replayLeft = Math.max(0, this.#replayLeft - message.bytes);
        if (this.#replayLeft === 0) {
          this.#screen.write('', () => { this.#isReplaying = false; });
        }
        break;
      case 'exit':
        this.#exitCode = message.code;
        break;
      default:
    }
  }

  #remember(terminal) {
    this.setAttribute('terminal', terminal);
    remember(tab, this.#key(), terminal || null);
  }

  #key() {
    return SHELL_OF + this.getAttribute('sandbox');
  }

  /** What is shown again must not be answered again: programs ask terminals who they are, and got their answers before. */
  #show(bytes) {
    const again = Math.min(this.#replayLeft, bytes.length);
    this.#replayLeft -= again;
    if (again > 0) {
      this.#isReplaying = true;
      const isLast = this.#replayLeft === 0;
      this.#screen.write(bytes.subarray(0, again), () => {
        if (isLast) {
          this.#isReplaying = false;
        }
      });
    }
    if (again < bytes.length) {
      this.#screen.write(bytes.subarray(again));
    }
  }

  #closed(code, reason) {
    const wasReady = this.#isReady;
    this.#socket = undefined;
    this.#isReady = false;
    this.#isReplaying = false;
    if (code === 1000 && this.#exitCode !== undefined) {
      this.#remember('');
      this.#state('closed', `The shell ended with exit code ${this.#exitCode}.`, 'Open a new one');
    } else if (ENDED.has(code)) {
      this.#remember('');
      this.#state('closed', reason || 'This terminal has ended.', 'Open a new one');
    } else if (code >= 4000 && !PASSING.has(code)) {
      this.#state('closed', reason || 'The gateway refused the connection.', code === 4403 || code === 4410 ? undefined : 'Try again');
    } else {
      this.#later(wasReady ? 'The connection was lost. Reconnecting…' : `The gateway at ${new URL(this.#url).host} cannot be reached from`
        + ' this browser. See that nothing between them blocks WebSockets; trying again…');
    }
  }

  #later(text) {
    this.#isTroubled = true;
    this.#state('connecting', text, 'Try now');
    this.#timer = setTimeout(() => this.#connect(), this.#retry);
    this.#retry = Math.min(RETRY_MILLIS_MAX, this.#retry * 2);
  }

  #again() {
    this.#isTroubled = false;
    this.#retry = RETRY_MILLIS_MIN;
    this.#connect();
    this.#screen.focus();
  }

  /** What the light shows (open, connecting or closed), what is said, and what the button does, if there is one. */
  #state(light, text, action) {
    this.dataset.state = light;
    const said = this.querySelector('[role=status]');
    if (said.textContent !== text) {
      said.textContent = text;
    }
    const again = this.querySelector('.terminal-again');
    again.hidden = !action;
    again.textContent = action ?? '';
  }

  #mayType(event) {
    if (event.type === 'keydown' && event.key === 'Escape' && event.shiftKey) {
      this.querySelector('.terminal-reader input').focus();
      return false;
    }
    if (event.type === 'keydown' && event.ctrlKey && event.shiftKey && event.code === 'KeyC') {
      this.#copy();
      event.preventDefault();
      return false;
    }
    // The browser pastes by itself; the screen hears of it as a paste and not as a key.
    return !(event.ctrlKey && event.shiftKey && event.code === 'KeyV');
  }

  async #copy() {
    if (this.#screen.hasSelection()) {
      await copy(this.#screen.getSelection(), this.querySelector('.terminal-copy'));
      this.#screen.focus();
    }
  }

  #press(key, bytes) {
    if (bytes) {
      this.#send(bytes(this.#screen));
    } else {
      this.#hold(!this.#isControlHeld, key);
    }
    this.#screen.focus();
  }

  #hold(isHeld, key = this.querySelector('.terminal-keys [aria-pressed]')) {
    this.#isControlHeld = isHeld;
    key?.setAttribute('aria-pressed', isHeld);
  }

  #typed(text) {
    if (this.#isReplaying && REPORT.test(text)) {
      return;
    }
    if (this.#isControlHeld && text.length === 1) {
      this.#hold(false);
      this.#send(String.fromCharCode(text.toUpperCase().charCodeAt(0) & 0x1f));
    } else {
      this.#send(text);
    }
  }

  #send(what) {
    if (this.#socket?.readyState !== WebSocket.OPEN || !this.#isReady) {
      return;
    }
    const bytes = typeof what === 'string' ? new TextEncoder().encode(what) : what;
    for (let at = 0; at < bytes.length; at += PASTE_BYTES_MAX) {
      this.#socket.send(bytes.subarray(at, at + PASTE_BYTES_MAX));
    }
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN && this.#isReady) {
      this.#socket.send(JSON.stringify(message));
    }
  }
}

customElements.define('sb-terminal', TerminalElement);
