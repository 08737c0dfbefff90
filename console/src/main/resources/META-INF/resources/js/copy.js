// <sb-copy value [whole]>: an id as a button that copies it.
import { copy } from './clipboard.js';

const HEAD = 8;
const TAIL = 6;

class Copy extends HTMLElement {
  static observedAttributes = ['value', 'whole'];

  connectedCallback() {
    this.show();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const value = this.getAttribute('value') ?? '';
    const short = !this.hasAttribute('whole') && value.length > HEAD + TAIL + 2;
    const button = document.createElement('button');
    button.type = 'button';
    button.title = `${value} (click to copy)`;
    const text = short ? `${value.slice(0, HEAD)}…${value.slice(-TAIL)}` : value;
    button.setAttribute('aria-label', this.hasAttribute('picture') ? `Copy ${value}` : `${text}: copy`);
    button.appendChild(document.createElement('code')).textContent = text;
    button.appendChild(document.createElement('span')).className = 'glyph copy-glyph';
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      copy(value, button);
    });
    this.replaceChildren(button);
  }
}

customElements.define('sb-copy', Copy);
