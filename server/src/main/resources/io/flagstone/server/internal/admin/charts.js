// Line charts over the last minutes, as SVG. Values may be null where nothing is known; the line has a gap there.
const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 190, TOP = 10, BOTTOM = 22, LEFT = 52, RIGHT = 8;

export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

function draw(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function niceMax(value) {
  if (!(value > 0)) return 1;
  const power = Math.pow(10, Math.floor(Math.log10(value)));
  for (const step of [1, 1.5, 2, 3, 4, 5, 6, 8, 10]) if (value <= step * power) return step * power;
  return 10 * power;
}

// From 0, in four steps.
function linear(values) {
  const max = niceMax(Math.max(0, ...values));
  return {ticks: [0, 1, 2, 3, 4].map(i => max * i / 4), part: value => value / max};
}

// By powers of ten, so that one outlier does not flatten all the rest.
function powers(values) {
  const known = values.filter(value => value > 0);
  const low = known.length ? Math.floor(Math.log10(Math.min(...known))) : 1;
  const high = Math.max(low + 2, known.length ? Math.ceil(Math.log10(Math.max(...known))) : 3);
  const ticks = [];
  for (let power = low; power <= high; power++) ticks.push(Math.pow(10, power));
  return {ticks, part: value => (Math.log10(Math.max(value, ticks[0])) - low) / (high - low)};
}

function path(values, x, y) {
  let line = '', pen = false;
  values.forEach((value, i) => {
    if (value === null) { pen = false; return; }
    line += (pen ? 'L' : 'M') + x(i).toFixed(1) + ' ' + y(value).toFixed(1);
    // A point that stands alone would not be seen.
    if (!pen && (i + 1 === values.length || values[i + 1] === null)) line += 'h1';
    pen = true;
  });
  return line;
}

const last = values => values.length ? values[values.length - 1] : null;

// series: [{name, values, css}], the oldest value first; format: number -> text
export class LineChart {
  constructor(place, label, format, {byPowers = false} = {}) {
    this.scale = byPowers ? powers : linear;
    this.place = place; this.label = label; this.format = format; this.at = null;
    this.legend = make('ul', {class: 'legend'});
    this.svg = draw('svg', {role: 'img'});
    this.body = make('tbody');
    this.head = make('tr');
    this.details = make('details', {}, make('summary', {}, 'As a table'),
      make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label + ' as a table'},
        make('table', {}, make('thead', {}, this.head), this.body)));
    place.replaceChildren(this.legend, this.svg, this.details);
    this.svg.addEventListener('pointermove', event => this.point(event));
    this.svg.addEventListener('pointerleave', () => { this.at = null; this.paint(); });
    this.details.addEventListener('toggle', () => this.table());
    new ResizeObserver(() => this.paint()).observe(place);
  }

  show(series, end, seconds, steps) {
    Object.assign(this, {series, end, seconds, steps});
    this.paint();
    this.table();
  }

  point(event) {
    if (!this.series) return;
    const box = this.svg.getBoundingClientRect();
    const count = this.series[0].values.length;
    const x = (event.clientX - box.left) / box.width * this.width;
    const slot = Math.round((x - LEFT) / (this.width - LEFT - RIGHT) * (this.steps - 1)) - (this.steps - count);
    this.at = slot >= 0 && slot < count ? slot : null;
    this.paint();
  }

  paint() {
    const {series, steps, svg} = this;
    if (!series) return;
    const width = this.width = Math.max(260, this.place.clientWidth);
    const count = series[0].values.length;
    const {ticks, part} = this.scale(series.flatMap(one => one.values.filter(value => value !== null)));
    const x = i => LEFT + (width - LEFT - RIGHT) * (steps - count + i) / (steps - 1);
    const y = value => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part(value);
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute('aria-label', this.label + ': ' + series.map(one => {
      const now = last(one.values);
      return one.name + ' ' + (now === null ? 'unknown' : this.format(now));
    }).join(', '));
    const parts = [];
    for (const value of ticks) {
      parts.push(draw('line', {class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value)}));
      parts.push(draw('text', {x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end'}, this.format(value)));
    }
    const minutes = Math.round(steps * this.seconds / 60);
    for (let minute = 0; minute <= minutes; minute += width < 420 ? 5 : 2) {
      const at = LEFT + (width - LEFT - RIGHT) * (1 - minute / minutes);
      parts.push(draw('text', {x: at, y: HEIGHT - 6, 'text-anchor': minute === 0 ? 'end' : 'middle'},
        minute === 0 ? 'now' : '−' + minute + ' min'));
    }
    for (const one of series) parts.push(draw('path', {class: one.css, d: path(one.values, x, y)}));
    if (this.at !== null && this.at < count) {
      parts.push(draw('line', {class: 'cursor', x1: x(this.at), x2: x(this.at), y1: TOP, y2: HEIGHT - BOTTOM}));
      for (const one of series) {
        const value = one.values[this.at];
        if (value !== null) parts.push(draw('circle', {class: one.css, cx: x(this.at), cy: y(value), r: 3.5}));
      }
    }
    svg.replaceChildren(...parts);
    this.legend.replaceChildren(...series.map(one => {
      const value = this.at === null ? last(one.values) : one.values[this.at];
      return make('li', {}, make('i', {class: 'swatch ' + one.css}), one.name + ' ',
        make('b', {}, value === null || value === undefined ? '–' : this.format(value)));
    }), make('li', {}, this.at === null ? '' : 'at ' + this.time(this.at)));
  }

  time(i) {
    const count = this.series[0].values.length;
    return new Date(this.end - (count - 1 - i) * this.seconds * 1000).toLocaleTimeString();
  }

  table() {
    if (!this.details.open || !this.series) return;
    this.head.replaceChildren(make('th', {scope: 'col'}, 'Time'),
      ...this.series.map(one => make('th', {scope: 'col', class: 'n'}, one.name)));
    const count = this.series[0].values.length;
    const rows = [];
    for (let i = count - 1; i >= 0; i--) {
      rows.push(make('tr', {}, make('th', {scope: 'row'}, this.time(i)),
        ...this.series.map(one => make('td', {class: 'n'}, one.values[i] === null ? '–' : this.format(one.values[i])))));
    }
    this.body.replaceChildren(...rows);
  }
}
