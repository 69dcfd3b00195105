// Asks for /console/data every two seconds and shows it. Everything is set as text, nothing as markup.
import {LineChart, make} from '/console/charts.js';

const EVERY = 2000, PATIENCE = 5000, AWAY_AFTER = 2;
const $ = id => document.getElementById(id);
const state = {failures: 0, answered: null};

const number = value => {
  const size = Math.abs(value);
  if (size >= 1e9) return (value / 1e9).toPrecision(3) + ' G';
  if (size >= 1e6) return (value / 1e6).toPrecision(3) + ' M';
  if (size >= 1e4) return (value / 1e3).toPrecision(3) + ' k';
  return size >= 10 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
};
const bytes = value => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit++; }
  return (value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toPrecision(3)) + ' ' + units[unit];
};
const digits = value => String(Number(value.toPrecision(3)));
const micros = value => value >= 1e6 ? digits(value / 1e6) + ' s' : value >= 1000 ? digits(value / 1000) + ' ms' : Math.round(value) + ' µs';
const percent = value => (value >= 0.995 || value < 0.0005 ? Math.round(value * 100) : (value * 100).toPrecision(2)) + ' %';
const span = seconds => seconds < 120 ? seconds + ' s' : seconds < 7200 ? Math.round(seconds / 60) + ' min'
  : seconds < 172800 ? Math.round(seconds / 3600) + ' h' : Math.round(seconds / 86400) + ' days';
const sum = values => values.reduce((all, value) => all + (value ?? 0), 0);
const latest = values => values.length ? values[values.length - 1] : null;

function wide(node, share) {
  node.style.width = (100 * Math.max(0, Math.min(1, share || 0))).toFixed(2) + '%';
  return node;
}

function tile(name, figure, more, {meter, warn} = {}) {
  return make('div', {class: warn ? 'tile warn' : 'tile'}, make('dt', {}, name), make('dd', {class: 'figure'}, figure),
    make('dd', {class: 'more'}, more),
    meter === undefined ? null : make('dd', {class: 'meter', 'aria-hidden': 'true'}, wide(make('i'), meter)));
}

function tiles(data) {
  const {totals, history, node} = data;
  const hits = sum(history.hits), misses = sum(history.misses);
  const asked = hits + misses;
  const requests = latest(history.requests), evictions = latest(history.evictions), p99 = latest(history.p99);
  const loops = node.loops.filter(delay => delay !== null);
  $('tiles').replaceChildren(
    tile('Requests', requests === null ? '–' : number(requests), 'per second'),
    tile('Hit ratio', asked ? percent(hits / asked) : '–', asked ? 'of the last 10 minutes' : 'nothing was asked for'),
    tile('Memory', percent(totals.bytes / totals.limit_maxbytes), bytes(totals.bytes) + ' of ' + bytes(totals.limit_maxbytes),
      {meter: totals.bytes / totals.limit_maxbytes}),
    tile('Items', number(totals.curr_items), 'held now'),
    tile('Evictions', evictions === null ? '–' : number(evictions), 'per second; ' + number(totals.evictions) + ' so far'),
    tile('Latency, p99', p99 === null ? '–' : micros(p99), loops.length ? 'loops: ' + Math.max(...loops).toFixed(1) + ' ms late' : 'of a batch'),
    tile('Connections', number(totals.curr_connections), 'of ' + number(totals.max_connections)
      + (totals.rejected_connections ? '; ' + number(totals.rejected_connections) + ' turned away' : ''),
      {meter: totals.curr_connections / totals.max_connections, warn: totals.curr_connections >= totals.max_connections}),
    tile('Refused, failed', number(totals.store_no_memory) + ' / ' + number(totals.faults),
      'for memory; by our fault',
      {warn: totals.store_no_memory + totals.faults > 0}));
}

function head({node}) {
  $('address').textContent = node.address;
  document.title = node.address + ' – Flagstone';
  $('facts').textContent = `${node.version} · up ${span(node.uptime)} · ${node.transport} · Java ${node.java} · process ${node.pid}`;
  const well = node.live && node.ready;
  $('health').textContent = well ? 'healthy' : node.live ? 'not ready' : 'not live';
  $('health').className = well ? 'pill good' : 'pill bad';
}

function share(part, whole, fair, text, label) {
  const ratio = whole > 0 ? part / whole : 0;
  // The bar ends at twice the fair share or at all there is, so that the mark can be seen with many nodes.
  const scale = Math.min(1, Math.max(2 * fair, 0.05));
  const bar = make('div', {class: 'bar', 'aria-hidden': 'true'},
    wide(make('i', {class: ratio > 1.25 * fair ? 'over' : null}), ratio / scale), make('b'));
  bar.lastChild.style.left = (100 * fair / scale).toFixed(2) + '%';
  return make('td', {class: 'share-cell full', 'data-label': label + ' ' + text},
    make('div', {class: 'share'}, bar, make('span', {}, percent(ratio))));
}

function fleet({fleet}) {
  const up = fleet.filter(one => one.fair !== undefined);
  const all = {items: sum(up.map(one => one.items)), bytes: sum(up.map(one => one.bytes)), requests: sum(up.map(one => one.requests))};
  const rows = fleet.map(one => {
    const name = make('th', {scope: 'row'}, one.name, one.self ? make('span', {class: 'tag'}, 'this node') : null);
    if (one.fair === undefined) {
      return make('tr', {}, name, make('td', {class: 'trouble full', colspan: '6'}, one.trouble));
    }
    return make('tr', {}, name,
      share(one.items, all.items, one.fair, number(one.items), 'Items'),
      share(one.bytes, all.bytes, one.fair, bytes(one.bytes), 'Bytes'),
      share(one.requests ?? 0, all.requests, one.fair, number(one.requests ?? 0) + '/s', 'Requests'),
      make('td', {class: 'n', 'data-label': 'Fair share'}, percent(one.fair)),
      make('td', {class: 'n', 'data-label': 'Memory'}, bytes(one.limit)),
      make('td', {class: 'n', 'data-label': 'Evictions/s'}, one.evictions === null ? '–' : number(one.evictions)));
  });
  $('fleet').replaceChildren(make('table', {class: 'wide'},
    make('thead', {}, make('tr', {}, ...['Node', 'Items', 'Bytes', 'Requests'].map(text => make('th', {scope: 'col'}, text)),
      ...['Fair share', 'Memory', 'Evictions/s'].map(text => make('th', {scope: 'col', class: 'n'}, text)))),
    make('tbody', {}, ...rows)),
    fleet.length > 1 ? '' : make('p', {class: 'note'}, 'Only this node is known. With --admin-fleet host:port,… the others are asked, too.'));
}

function slabs({slabs}) {
  if (!slabs.length) {
    $('slabs').replaceChildren(make('p', {class: 'empty'}, 'No pages are taken yet.'));
    return;
  }
  const most = Math.max(...slabs.map(slab => slab.pages));
  const rows = slabs.map(slab => {
    const room = slab.chunks * slab.chunk, used = slab.used * slab.chunk;
    const items = Math.min(used, slab.requested), waste = used - items;
    const stack = make('div', {class: 'stack', 'aria-hidden': 'true'}, wide(make('i', {class: 'items'}), items / room),
      wide(make('i', {class: 'waste'}), waste / room), wide(make('i', {class: 'free'}), (room - used) / room));
    return make('tr', {}, make('th', {scope: 'row'}, bytes(slab.chunk), make('span', {class: 'tag'}, 'class ' + slab.class)),
      make('td', {class: 'full'}, wide(stack, slab.pages / most)),
      make('td', {class: 'n', 'data-label': 'Pages'}, number(slab.pages)),
      make('td', {class: 'n', 'data-label': 'Items'}, number(slab.items)),
      make('td', {class: 'n', 'data-label': 'Fill'}, percent(used / room)),
      make('td', {class: 'n', 'data-label': 'Lost'}, percent(used ? waste / used : 0)),
      make('td', {class: 'n', 'data-label': 'Evicted'}, number(slab.evicted)),
      make('td', {class: 'n', 'data-label': 'Oldest'}, span(slab.age)));
  });
  $('slabs').replaceChildren(make('table', {class: 'wide slabs'},
    make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'Chunk'), make('th', {scope: 'col', width: '38%'}, 'Memory'),
      ...['Pages', 'Items', 'Fill', 'Lost', 'Evicted', 'Oldest'].map(text => make('th', {scope: 'col', class: 'n'}, text)))),
    make('tbody', {}, ...rows)));
}

function hot({hot, keys}) {
  $('hot-mode').textContent = keys === 'off' ? '' : keys === 'plain' ? 'of a sample' : 'of a sample; keys as digests';
  if (!hot.length) {
    $('hot').replaceChildren(make('p', {class: 'empty'}, keys === 'off' ? 'Switched off by --admin-keys off.' : 'No key stands out.'));
    return;
  }
  const most = hot[0].share;
  $('hot').replaceChildren(make('table', {},
    make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'Key'), make('th', {scope: 'col', class: 'n'}, 'Per second'),
      make('th', {scope: 'col', class: 'n'}, 'Share'), make('th', {scope: 'col', class: 'n'}, 'Writes'),
      make('th', {scope: 'col', class: 'n'}, 'Value'))),
    make('tbody', {}, ...hot.map(one => make('tr', {},
      make('th', {scope: 'row'}, make('code', {}, one.key),
        make('div', {class: 'meter', 'aria-hidden': 'true'}, wide(make('i'), one.share / most))),
      make('td', {class: 'n'}, number(Math.round(one.rate))), make('td', {class: 'n'}, percent(one.share)),
      make('td', {class: 'n'}, percent(one.writes)), make('td', {class: 'n'}, one.size < 0 ? '–' : bytes(one.size)))))));
}

function events({events}) {
  if (!events.length) {
    $('events').replaceChildren(make('li', {class: 'empty'}, 'Nothing yet.'));
    return;
  }
  $('events').replaceChildren(...events.map(one => make('li', {},
    make('time', {datetime: new Date(one.last).toISOString()}, new Date(one.last).toLocaleTimeString('en-GB')),
    make('span', {}, one.text, make('span', {class: 'kind'}, one.count > 1 ? ` · ${number(one.count)} times` : '')))));
}

const charts = {
  requests: new LineChart($('requests'), 'Requests per second', number),
  latency: new LineChart($('latency'), 'Latency', micros, {byPowers: true}),
};

function curves({history}) {
  const {end, seconds, steps} = history;
  charts.requests.show([{name: 'all', values: history.requests, css: 's1'}, {name: 'hits', values: history.hits, css: 's3'},
    {name: 'misses', values: history.misses, css: 's2'}], end, seconds, steps);
  charts.latency.show([{name: 'median', values: history.median, css: 's1'}, {name: 'p99', values: history.p99, css: 's2'}],
    end, seconds, steps);
}

function show(data) {
  for (const part of [head, tiles, curves, fleet, slabs, hot, events]) part(data);
  $('updated').textContent = 'as of ' + new Date(data.node.time).toLocaleTimeString('en-GB');
}

async function refresh() {
  try {
    const answer = await fetch('/console/data', {cache: 'no-store', signal: AbortSignal.timeout(PATIENCE)});
    if (!answer.ok) throw new Error('status ' + answer.status);
    show(await answer.json());
    state.failures = 0;
    state.answered = Date.now();
    document.body.dataset.state = 'ok';
    $('away').hidden = true;
  } catch (trouble) {
    if (++state.failures >= AWAY_AFTER) away();
  }
}

function away() {
  document.body.dataset.state = 'away';
  $('health').textContent = 'away';
  $('health').className = 'pill bad';
  $('away').hidden = false;
  $('away').textContent = state.answered === null ? 'The node does not answer.'
    : `The node has not answered for ${span(Math.round((Date.now() - state.answered) / 1000))}. What is shown is old.`;
}

async function forever() {
  if (!document.hidden || state.answered === null) await refresh();
  setTimeout(forever, EVERY);
}

const THEMES = ['auto', 'light', 'dark'];
function theme(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  $('theme').textContent = 'Theme: ' + name;
  state.theme = name;
}
function remembered() {
  try { return localStorage.getItem('theme'); } catch { return null; }
}
$('theme').addEventListener('click', () => {
  theme(THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length]);
  try { localStorage.setItem('theme', state.theme); } catch { /* for this page alone, then */ }
});
const wanted = new URLSearchParams(location.search).get('theme') ?? remembered();
theme(THEMES.includes(wanted) ? wanted : 'auto');
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
forever();
