// <sb-snippet code label>: code and a button that copies exactly it.
import { copy } from './clipboard.js';

class Snippet extends HTMLElement {
  static observedAttributes = ['code', 'label'];

  connectedCallback() {
    this.show();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const code = this.getAttribute('code') ?? '';
    const label = this.getAttribute('label') ?? 'Code';
    const text = document.createElement('pre');
    text.tabIndex = 0;
    text.setAttribute('role', 'region');
    text.setAttribute('aria-label', label);
    text.appendChild(document.createElement('code')).textContent = code;
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', `Copy: ${label}`);
    button.appendChild(document.createElement('span')).className = 'glyph copy-glyph';
    button.appendChild(document.createElement('span')).className = 'copy-word';
    button.addEventListener('click', () => {
      copy(code, button);
      this.dispatchEvent(new CustomEvent('copied'));
    });
    this.replaceChildren(text, button);
  }
}

customElements.define('sb-snippet', Snippet);
