// <sb-presence>: tells the server that somebody is there, and whether the tab can be seen. Nothing goes out while neither changes.
const SAID_EVERY_MILLIS = 30_000;

class Presence extends HTMLElement {
  connectedCallback() {
    let said = 0;
    const touched = () => {
      if (Date.now() - said >= SAID_EVERY_MILLIS) {
        said = Date.now();
        this.dispatchEvent(new CustomEvent('touched'));
      }
    };
    const seen = () => this.dispatchEvent(
      new CustomEvent('seen', { detail: { visible: document.visibilityState === 'visible' } }));
    this.abort = new AbortController();
    const options = { capture: true, passive: true, signal: this.abort.signal };
    for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchmove']) addEventListener(kind, touched, options);
    document.addEventListener('visibilitychange', seen, { signal: this.abort.signal });
  }

  disconnectedCallback() {
    this.abort?.abort();
  }
}

customElements.define('sb-presence', Presence);
