// <sb-palette entries sandboxes>: a dialog to go anywhere by typing. Ctrl-K or Command-K opens it.
const SANDBOX = /^sbx[0-9a-hjkmnp-tv-z]{26}$/;
const SHOWN_MAX = 12;

class Palette extends HTMLElement {
  connectedCallback() {
    this.build();
    this.abort = new AbortController();
    addEventListener('keydown', (event) => {
      // A shell has its own meaning of Ctrl-K.
      const isOurs = event.metaKey || (event.ctrlKey && !event.target.closest?.('sb-terminal'));
      if (isOurs && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        this.dialog.open ? this.dialog.close() : this.open();
      }
    }, { signal: this.abort.signal, capture: true });
  }

  disconnectedCallback() {
    this.abort?.abort();
    this.replaceChildren();
  }

  build() {
    this.dialog = document.createElement('dialog');
    this.dialog.className = 'palette';
    this.dialog.setAttribute('aria-label', 'Search or jump to');
    this.input = this.dialog.appendChild(document.createElement('input'));
    Object.assign(this.input, { type: 'text', placeholder: 'Go to a screen, a tenant, or a sandbox by its id', autocomplete: 'off', spellcheck: false });
    for (const [name, value] of Object.entries({
      role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-label': 'Search or jump to', 'aria-autocomplete': 'list',
    })) this.input.setAttribute(name, value);
    this.list = this.dialog.appendChild(document.createElement('ul'));
    this.list.id = 'palette-list';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Results');
    this.none = this.dialog.appendChild(document.createElement('p'));
    this.none.textContent = 'Nothing is called that.';
    this.input.addEventListener('input', () => this.show(0));
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.dialog.addEventListener('click', (event) => event.target === this.dialog && this.dialog.close());
    this.replaceChildren(this.dialog);
  }

  open() {
    this.input.value = '';
    this.show(0);
    this.dialog.showModal();
  }

  matches() {
    const wanted = this.input.value.trim().toLowerCase();
    if (SANDBOX.test(wanted)) {
      return [{ group: 'Sandbox', title: wanted, address: `${this.getAttribute('sandboxes')}/${wanted}` }];
    }
    const words = wanted.split(/\s+/);
    return JSON.parse(this.getAttribute('entries') ?? '[]')
      .filter((entry) => words.every((word) => `${entry.group} ${entry.title}`.toLowerCase().includes(word)))
      .slice(0, SHOWN_MAX);
  }

  show(active) {
    this.found = this.matches();
    this.none.hidden = this.found.length > 0;
    this.list.replaceChildren(...this.found.map((entry, index) => {
      const item = document.createElement('li');
      item.id = `palette-${index}`;
      item.setAttribute('role', 'option');
      item.appendChild(document.createElement('span')).textContent = entry.title;
      const group = item.appendChild(document.createElement('span'));
      group.className = 'palette-group';
      group.textContent = entry.group;
      item.addEventListener('click', () => this.choose(index));
      item.addEventListener('pointermove', () => this.active !== index && this.mark(index));
      return item;
    }));
    this.mark(active);
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    this.list.children[index]?.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', this.found[index] ? `palette-${index}` : '');
  }

  key(event) {
    const count = this.found.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (count) this.mark((this.active + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.choose(this.active);
    }
  }

  choose(index) {
    const entry = this.found[index];
    if (entry) {
      this.dialog.close();
      this.dispatchEvent(new CustomEvent('chosen', { detail: { address: entry.address } }));
    }
  }
}

customElements.define('sb-palette', Palette);
