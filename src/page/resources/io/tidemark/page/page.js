'use strict';
(() => {
  const SECONDS = 600;
  const DECISIONS = 50;
  const EVENTS = 100;
  const byId = id => document.getElementById(id);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  /* Without a user and password in the page's address, which fetch refuses. */
  const at = path => new URL(path, location.origin + location.pathname);
  const clock = millis => new Date(millis).toLocaleTimeString();

  /* Changes an element only if the text differs, which keeps the focus and the reader's place. */
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const cell = (label, text, className) => {
    const made = element('td', text, className);
    made.dataset.label = label;
    return made;
  };

  /* ---- the charts ---- */
  let samples = [];
  let names = [];
  let charts = [];
  const palette = ['one', 'three', 'four', 'two'];
  const dashes = [[], [8, 4], [2, 3], [12, 3, 2, 3]];
  const rounded = value => value >= 10 ? String(Math.round(value)) : String(+value.toFixed(1));
  const duration = millis => millis >= 1000 ? rounded(millis / 1000) + ' s' : Math.round(millis) + ' ms';
  const line = (label, paint, dash, text) =>
    ({ label, stroke: color(paint), width: 2, dash, points: { show: false }, value: (_, v) => v == null ? '–' : text(v) });
  const axis = more => ({ stroke: color('text'), grid: { stroke: color('line') }, ticks: { stroke: color('line') }, ...more });
  const times = () => samples.map(sample => sample.time / 1000);
  const data = {
    lag: () => [times(), ...names.map(name => samples.map(sample => sample.lag[name] ?? null))],
    routes: () => [times(), samples.map(sample => sample.replica), samples.map(sample => sample.primary)],
    waits: () => [times(), samples.map(sample => sample.waits)],
  };
  const draw = (kind, series, text) => {
    const place = byId('chart-' + kind);
    place.replaceChildren();
    const chart = new uPlot({
      width: place.clientWidth, height: 190,
      series: [{ value: (_, v) => v == null ? '–' : clock(v * 1000) }, ...series],
      scales: {
        x: { range: (_, min, max) => [(max ?? Date.now() / 1000) - SECONDS, max ?? Date.now() / 1000] },
        y: { range: (_, min, max) => [0, Math.max(1, (max || 0) * 1.1)] },
      },
      axes: [axis({ space: 70 }), axis({ size: 62, values: (_, values) => values.map(text) })],
      cursor: { drag: { x: false, y: false } },
    }, data[kind](), place);
    charts.push({ kind, chart, place });
  };
  const drawAll = () => {
    charts.forEach(each => each.chart.destroy());
    charts = [];
    draw('lag', names.map((name, i) => line(name, palette[i % 4], dashes[i % 4], duration)), duration);
    draw('routes', [line('replicas', 'one', [], rounded), line('primary', 'two', [8, 4], rounded)], rounded);
    draw('waits', [line('reads per second', 'three', [], rounded)], rounded);
    document.documentElement.dataset.drawn = String(charts.length);
  };
  const keep = sample => {
    samples.push(sample);
    if (samples.length > SECONDS) samples = samples.slice(-SECONDS);
  };
  const redraw = () => {
    const known = [...new Set(samples.flatMap(sample => Object.keys(sample.lag)))];
    if (charts.length === 0 || known.join() !== names.join()) {
      names = known;
      drawAll();
    } else {
      charts.forEach(each => each.chart.setData(data[each.kind]()));
    }
  };
  const resized = new ResizeObserver(() => charts.forEach(({ chart, place }) => {
    if (place.clientWidth !== chart.width) chart.setSize({ width: place.clientWidth, height: chart.height });
  }));
  ['lag', 'routes', 'waits'].forEach(kind => resized.observe(byId('chart-' + kind)));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);

  const captions = (sample, replicas) => {
    write(byId('lag-now'), replicas.length === 0 ? 'There is no replica.' : 'Now: ' + replicas.map(replica =>
      replica.name + ' ' + (replica.lagMillis === undefined ? 'unknown' : duration(replica.lagMillis))).join(', ') + '.');
    write(byId('routes-now'), `Now: ${sample.replica} on replicas, ${sample.primary} on the primary.`);
    const mean = sample.waits === 0 ? '' : `, ${duration(sample.waitMillis / sample.waits)} each`;
    write(byId('waits-now'), `Now: ${sample.waits}${mean}.`);
  };

  /* ---- the switches ---- */
  const refuse = text => {
    byId('refusal').hidden = text === '';
    write(byId('refusal'), text);
  };
  const post = async request => {
    refuse('');
    try {
      const answer = await fetch(at('switch'), {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request),
      });
      if (!answer.ok) refuse(await problem(answer));
    } catch {
      refuse('The application does not answer. The switch may not have changed.');
    }
  };
  const problem = async answer => {
    try {
      return (await answer.json()).detail || `The application answered ${answer.status}.`;
    } catch {
      return `The application answered ${answer.status}.`;
    }
  };
  ['on', 'off', 'shadow'].forEach(mode =>
    byId('routing-' + mode).addEventListener('click', () => post({ routing: mode })));
  const setShare = () => {
    const text = byId('share').value.trim().replace('%', '').replace(',', '.');
    const share = Number(text) / 100;
    if (text === '' || !(share >= 0 && share <= 1)) {
      refuse(`The share of callers is '${byId('share').value}'. Expected a number from 0 to 100.`);
    } else {
      post({ share });
    }
  };
  byId('share-set').addEventListener('click', setShare);
  byId('share').addEventListener('keydown', event => event.key === 'Enter' && setShare());
  const switches = state => {
    const mode = state.shadow ? 'shadow' : state.routing ? 'on' : 'off';
    ['on', 'off', 'shadow'].forEach(each =>
      byId('routing-' + each).setAttribute('aria-pressed', String(each === mode)));
    write(byId('share-now'), `Now ${+(state.share * 100).toFixed(3)} %.`);
  };

  /* ---- the servers ---- */
  const row = name => {
    const body = byId('servers').tBodies[0];
    const known = [...body.rows].find(each => each.dataset.name === name);
    if (known) return known;
    const made = body.insertRow();
    made.dataset.name = name;
    const heading = element('th', name);
    heading.scope = 'row';
    made.append(heading, ...['State', 'Lag', 'Position', 'Reads in flight', 'Switch'].map(label => cell(label, '')));
    return made;
  };
  const server = (name, good, state, rest) => {
    const cells = row(name).cells;
    write(cells[1], state);
    cells[1].className = good ? 'state-good' : 'state-bad';
    rest.forEach((text, i) => write(cells[i + 2], text));
    return cells;
  };
  const stateOf = replica => replica.eligible ? 'Serves reads.'
    : replica.problem || 'Serves no reads.';
  const servers = state => {
    const { primary, replicas, store } = state;
    server('primary', primary.ready, primary.ready ? 'Ready.' : primary.problem || 'Not ready.',
      ['', primary.position ? `${primary.position}, timeline ${primary.timeline}` : '', '', '']);
    replicas.forEach(replica => {
      const lag = replica.lagMillis === undefined ? '' : duration(replica.lagMillis)
        + (replica.lagBytes ? `, ${replica.lagBytes.toLocaleString()} bytes` : '');
      const cells = server(replica.name, replica.eligible, stateOf(replica),
        [lag, replica.position || '', String(replica.inFlight)]);
      let button = cells[5].querySelector('button');
      if (!button) {
        button = element('button');
        button.type = 'button';
        button.addEventListener('click', () => post({ [button.dataset.operation]: replica.name }));
        cells[5].append(button);
      }
      button.dataset.operation = replica.drained ? 'resume' : 'drain';
      write(button, (replica.drained ? 'Resume ' : 'Drain ') + replica.name);
    });
    if (store) {
      server('store of marks', store.reachable, store.reachable ? 'Answers.' : store.problem || 'Does not answer.',
        ['', store.floor ? 'floor ' + store.floor : '', '', '']);
    }
  };

  /* ---- the lists ---- */
  let shownAdvice = '';
  const advice = list => {
    const all = JSON.stringify(list);
    if (all === shownAdvice) return;
    shownAdvice = all;
    byId('advice').replaceChildren(...(list.length === 0 ? [element('li', 'None at present.')] : list.map(each => {
      const item = element('li', each.problem);
      if (each.remedy) item.append(' ', element('strong', each.remedy));
      return item;
    })));
  };
  const reasons = list => {
    byId('reasons-none').hidden = list.length > 0;
    byId('reasons').hidden = list.length === 0;
    byId('reasons').tBodies[0].replaceChildren(...[...list].sort((one, other) => other.count - one.count).map(each => {
      const made = element('tr');
      const why = element('td', each.words + ' ');
      why.append(element('code', each.reason));
      made.append(element('td', each.route, 'route-' + each.route), why, element('td', each.count.toLocaleString()));
      return made;
    }));
  };
  let held = false;
  byId('hold').addEventListener('click', () => {
    held = !held;
    byId('hold').setAttribute('aria-pressed', String(held));
  });
  const decision = each => {
    const made = element('tr');
    const kind = cell('Statement', each.kind);
    if (each.text) kind.append(element('br'), element('code', each.text));
    const why = cell('Because', each.why + ' ');
    why.append(element('code', each.reason));
    const positions = (each.required ? 'required ' + each.required : '')
      + (each.replayed ? (each.required ? ', ' : '') + 'replayed ' + each.replayed : '');
    made.append(cell('Time', clock(each.time)), kind, cell('Server', each.server, 'route-' + each.route), why,
      cell('Positions', positions));
    return made;
  };
  const decisions = list => {
    if (held || list.length === 0) return;
    const body = byId('decisions').tBodies[0];
    body.prepend(...list.map(decision).reverse());
    while (body.rows.length > DECISIONS) body.deleteRow(-1);
  };
  const events = list => {
    if (list.length === 0) return;
    const place = byId('events');
    if (place.dataset.filled !== 'true') place.replaceChildren();
    place.dataset.filled = 'true';
    place.prepend(...list.map(each => {
      const item = element('li');
      const time = element('time', clock(each.time));
      time.dateTime = new Date(each.time).toISOString();
      item.append(time, each.text);
      return item;
    }).reverse());
    while (place.children.length > EVENTS) place.lastElementChild.remove();
  };

  /* ---- the verdict: a screen reader hears it when it changes, but not each changed number ---- */
  let heard = '';
  const verdict = (text, level) => {
    write(byId('verdict'), text);
    byId('verdict').className = 'verdict ' + level;
    const gist = text.replace(/\d+ s\b/g, '');
    if (gist !== heard) write(byId('announcement'), text);
    heard = gist;
  };

  /* ---- the stream ---- */
  const connect = () => {
    const stream = new EventSource(at('events'));
    stream.addEventListener('open', () => write(byId('connection'), 'Connected.'));
    stream.addEventListener('history', event => {
      const past = JSON.parse(event.data);
      samples = past.samples;
      byId('decisions').tBodies[0].replaceChildren();
      byId('events').replaceChildren();
      decisions(past.decisions);
      events(past.events);
      if (past.events.length === 0) byId('events').replaceChildren(element('li', 'None yet.'));
      redraw();
    });
    stream.addEventListener('second', event => {
      const state = JSON.parse(event.data);
      keep(state.sample);
      verdict(state.verdict, state.level);
      switches(state);
      servers(state);
      captions(state.sample, state.replicas);
      advice(state.advice);
      reasons(state.reasons);
      decisions(state.decisions);
      events(state.events);
      redraw();
      document.documentElement.dataset.seconds = String(event.lastEventId);
      document.dispatchEvent(new CustomEvent('tidemark', { detail: state }));
    });
    stream.addEventListener('error', () => {
      write(byId('connection'), 'The connection is lost; the values are old. Trying again.');
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
    });
  };
  connect();
})();
