// <sb-metric-chart name unit="percent|bytes">: one figure over time. data is {from, to, points: [[time, figure]], limit, limitWords,
// latest, marks: [{at, words}]}, times in milliseconds. The table beside it says the same, so this is a picture to screen readers.
import './time.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 1000;
const HEIGHT = 200;
/** Below this part of the limit the picture is of the figures alone: a line at the bottom shows nothing. */
const FAR = 0.2;
/** Longer than this, and than three times what is usual, nothing was measured: no line is drawn across. */
const HOLE_MILLIS = 30_000;

class MetricChart extends HTMLElement {
  #data = null;

  set data(data) {
    this.#data = data;
    this.#draw();
  }

  connectedCallback() {
    this.#draw();
  }

  #draw() {
    const data = this.#data;
    if (!this.isConnected || !data) return;
    const name = this.getAttribute('name');
    const words = this.getAttribute('unit') === 'bytes' ? bytes : percent;
    const figures = data.points.map(([, figure]) => figure);
    const most = Math.max(...figures, 0);
    const far = most < FAR * data.limit;
    const top = far ? Math.max(most * 1.3, this.getAttribute('unit') === 'bytes' ? 1024 : 1) : Math.max(data.limit, most) * 1.05;
    const across = Math.max(1, data.to - data.from);
    const x = (time) => (WIDTH * (time - data.from)) / across;
    const y = (figure) => HEIGHT - (HEIGHT * figure) / top;

    const head = element('div', 'metric-head');
    head.append(
      textual('h2', '', name),
      textual('span', 'metric-latest', data.latest),
      textual('span', '', `most ${words(most)}`),
      textual('span', '', far ? `of ${data.limitWords}, which is above this picture` : `of ${data.limitWords}`),
    );

    const picture = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' });
    picture.setAttribute(
      'aria-label',
      `${name}, ${data.points.length} figures, at most ${words(most)} of ${data.limitWords}. Show as table says the same in words.`,
    );
    for (const piece of pieces(data.points)) {
      const line = piece.map(([time, figure]) => `${x(time).toFixed(1)},${y(figure).toFixed(1)}`);
      const [first, last] = [x(piece[0][0]), x(piece.at(-1)[0])];
      picture.append(shape('polygon', { class: 'metric-area', points: [`${first},${HEIGHT}`, ...line, `${last},${HEIGHT}`].join(' ') }));
      // One figure alone is a line too short to see otherwise.
      picture.append(shape('polyline', { class: 'metric-line', points: (line.length > 1 ? line : [line[0], `${first + 2},${y(piece[0][1])}`]).join(' ') }));
    }
    if (!far) picture.append(straight('metric-limit', 0, y(data.limit), WIDTH, y(data.limit)));
    for (const mark of data.marks) picture.append(straight('metric-mark', x(mark.at), 0, x(mark.at), HEIGHT));

    const plot = element('div', 'metric-plot');
    plot.append(picture);
    this.#point(plot, picture, data.points, x, words);

    const ends = element('div', 'metric-ends');
    ends.append(time(data.from), time(data.to));
    const marks = element('ul', 'metric-marks');
    for (const mark of data.marks) {
      const item = document.createElement('li');
      item.append(time(mark.at), ` ${mark.words}`);
      marks.append(item);
    }
    this.replaceChildren(head, plot, ends, marks);
  }

  /** Says the figure under the pointer. */
  #point(plot, picture, points, x, words) {
    if (!points.length) return;
    const here = straight('metric-here', 0, 0, 0, HEIGHT);
    const tip = element('div', 'metric-tip');
    tip.setAttribute('aria-hidden', 'true');
    plot.addEventListener('pointermove', (event) => {
      const box = plot.getBoundingClientRect();
      const at = (WIDTH * (event.clientX - box.left)) / box.width;
      const near = points.reduce((best, point) => (Math.abs(x(point[0]) - at) < Math.abs(x(best[0]) - at) ? point : best));
      const place = x(near[0]);
      here.setAttribute('x1', place);
      here.setAttribute('x2', place);
      tip.replaceChildren(`${words(near[1])} `, time(near[0]));
      tip.style.insetInlineStart = place < WIDTH / 2 ? `${(100 * place) / WIDTH}%` : 'auto';
      tip.style.insetInlineEnd = place < WIDTH / 2 ? 'auto' : `${100 - (100 * place) / WIDTH}%`;
      picture.append(here);
      plot.append(tip);
    });
    plot.addEventListener('pointerleave', () => {
      here.remove();
      tip.remove();
    });
  }
}

/** Stretches in which figures came as often as usual. */
function pieces(points) {
  const gaps = points.slice(1).map(([at], index) => at - points[index][0]).sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 0;
  const found = [];
  points.forEach((point, index) => {
    const hole = index > 0 && point[0] - points[index - 1][0] > Math.max(HOLE_MILLIS, 3 * usual, 150_000 * (usual < 60_000));
    if (index === 0 || hole) found.push([]);
    found.at(-1).push(point);
  });
  return found;
}

const percent = (figure) => `${figure.toFixed(1)} %`;

function bytes(figure) {
  let [size, unit] = [figure, 0];
  while (size >= 1024 && unit < 4) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(unit === 0 || size >= 100 ? 0 : 1)} ${['bytes', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function textual(tag, className, words) {
  const made = element(tag, className);
  made.textContent = words;
  return made;
}

function time(at) {
  const made = document.createElement('sb-time');
  made.setAttribute('form', 'absolute');
  made.setAttribute('datetime', new Date(at).toISOString());
  return made;
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function straight(className, x1, y1, x2, y2) {
  return shape('line', { class: className, x1, y1, x2, y2 });
}

customElements.define('sb-metric-chart', MetricChart);
