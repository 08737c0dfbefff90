// <sb-usage-chart>: bars of cost. kind is time (upright, one after the other) or thing (lying, the dearest first); what is
// estimated is hatched and on top of what is settled. The table beside it says the same, so this is a picture to screen readers.
const THINGS_MAX = 20;

class UsageChart extends HTMLElement {
  #bars = [];
  #kind = 'time';

  set bars(bars) {
    this.#bars = bars ?? [];
    this.#draw();
  }

  set kind(kind) {
    this.#kind = kind;
    this.#draw();
  }

  connectedCallback() {
    this.setAttribute('role', 'img');
    this.#draw();
  }

  #draw() {
    if (!this.isConnected) return;
    const whole = (bar) => bar.settled + bar.estimated;
    const time = this.#kind === 'time';
    const shown = time ? this.#bars : [...this.#bars].sort((a, b) => whole(b) - whole(a)).slice(0, THINGS_MAX);
    const most = Math.max(...shown.map(whole), Number.MIN_VALUE);
    this.className = `chart chart-${this.#kind}`;
    this.setAttribute('aria-label', `Cost, ${shown.length} bars. Show as table says the same in words.`);
    const plot = document.createElement('div');
    plot.className = 'chart-plot';
    for (const bar of shown) plot.append(this.#bar(bar, most, time));
    const top = shown.find((bar) => whole(bar) === most);
    const scale = document.createElement('div');
    scale.className = 'chart-scale';
    if (time && top) scale.append(text(`up to ${money(most)}`));
    const ends = document.createElement('div');
    ends.className = 'chart-ends';
    if (time && shown.length) ends.append(text(shown[0].label), text(shown.at(-1).label));
    this.replaceChildren(legend(this.#bars.some((bar) => bar.estimated > 0)), scale, plot, ends);
  }

  #bar(bar, most, time) {
    const group = document.createElement('div');
    group.className = 'chart-bar';
    group.title = [bar.label, bar.text, bar.estimate].filter(Boolean).join('  ');
    const size = (value) => `${(100 * value) / most}%`;
    const settled = document.createElement('i');
    const estimated = document.createElement('i');
    settled.className = 'chart-settled';
    estimated.className = 'chart-estimated';
    settled.style[time ? 'height' : 'width'] = size(bar.settled);
    estimated.style[time ? 'height' : 'width'] = size(bar.estimated);
    if (time) {
      group.append(estimated, settled);
    } else {
      const track = document.createElement('div');
      track.className = 'chart-track';
      track.append(settled, estimated);
      group.append(text(bar.label), track, text(bar.text));
    }
    return group;
  }
}

const money = (dollars) => `$${dollars.toFixed(dollars < 0.01 ? 6 : 4)}`;

function text(words) {
  const span = document.createElement('span');
  span.textContent = words;
  return span;
}

function legend(estimated) {
  const list = document.createElement('div');
  list.className = 'chart-legend';
  list.append(key('chart-settled', 'Settled'));
  if (estimated) list.append(key('chart-estimated', 'Estimate'));
  return list;
}

function key(className, words) {
  const item = text(words);
  const swatch = document.createElement('i');
  swatch.className = className;
  item.prepend(swatch);
  return item;
}

customElements.define('sb-usage-chart', UsageChart);
