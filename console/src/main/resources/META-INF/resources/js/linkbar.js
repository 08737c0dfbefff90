// <sb-linkbar>: links in a row, of which the marked one stays in sight however narrow the row is.
class LinkBar extends HTMLElement {
  connectedCallback() {
    const reveal = () => this.#reveal();
    this.sizes = new ResizeObserver(reveal);
    this.sizes.observe(this);
    this.marks = new MutationObserver(reveal);
    this.marks.observe(this, { subtree: true, childList: true, attributeFilter: ['aria-current'] });
  }

  disconnectedCallback() {
    this.sizes?.disconnect();
    this.marks?.disconnect();
  }

  #reveal() {
    const marked = this.querySelector('[aria-current]')?.getBoundingClientRect();
    const room = this.getBoundingClientRect();
    if (marked && (marked.left < room.left || marked.right > room.right)) {
      this.scrollLeft += marked.left + marked.width / 2 - room.left - room.width / 2;
    }
  }
}

customElements.define('sb-linkbar', LinkBar);
