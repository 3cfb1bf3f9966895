'use strict';
/* The part of the status page that only the demo has: things to try, and buttons that pause replay. */
(() => {
  const COLORS = ['orange', 'blue', 'green', 'crimson', 'purple', 'teal'];
  /* Without a user and password in the page's address, which fetch refuses. */
  const at = path => new URL(path, location.origin + location.pathname);
  const own = document.getElementById('own');
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const button = (text, work) => {
    const made = element('button', text);
    made.type = 'button';
    made.addEventListener('click', async () => {
      made.disabled = true;
      try {
        await work();
      } catch (failed) {
        say(failed.message);
      }
      made.disabled = false;
      made.focus();
    });
    return made;
  };
  const list = element('ol', '', 'tried');
  list.setAttribute('aria-live', 'polite');
  const say = (text, color) => {
    const item = element('li');
    if (color) {
      const swatch = element('span', '', 'swatch');
      swatch.style.backgroundColor = color;
      item.append(swatch);
    }
    item.append(text);
    list.prepend(item);
    while (list.children.length > 6) list.lastElementChild.remove();
  };

  const WHY = {
    CAUGHT_UP: user => `the replica has everything that ${user} wrote`,
    REPLICA_BEHIND: user => `no replica shows yet what ${user} wrote, and ${user} would miss it there`,
    WROTE: () => 'a request stays on the primary after its write',
    ROUTING_OFF: () => 'routing is off',
    NOT_IN_SHARE: user => `${user} is not in the share of callers that may use replicas`,
    SHADOW: () => 'shadow mode keeps reads on the primary',
    REPLICA_INELIGIBLE: () => 'no replica may serve reads',
    REPLICA_UNAVAILABLE: () => 'no replica answers',
    STORE_UNAVAILABLE: () => 'Redis does not answer',
  };
  const because = (answer, user) => {
    const reason = answer.headers.get('Tidemark-Reason') || '';
    return (WHY[reason] ? WHY[reason](user) : 'of the reason') + ` (${reason})`;
  };
  const request = async (user, method, path, body) => {
    const answer = await fetch(at('../' + path), {
      method,
      credentials: 'omit',
      headers: { Authorization: 'Basic ' + btoa(`${user}:${user}`), 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (answer.status === 401) throw new Error(`The password of ${user} was changed, so these buttons do not work.`);
    return answer;
  };

  let thing;
  let turn = 0;
  const path = async () => {
    if (!thing) {
      const answer = await request('alice', 'GET', 'things?limit=1');
      const found = await answer.json();
      thing = found.length > 0 ? found[0].id : (await (await request('alice', 'POST', 'things', { color: 'white' })).json()).id;
    }
    return 'things/' + thing;
  };
  const change = async () => {
    const color = COLORS[turn++ % COLORS.length];
    const answer = await request('alice', 'PUT', await path(), { color });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const servers = answer.headers.get('Tidemark-Route').split(', ');
    const before = [...new Set(servers.slice(0, servers.indexOf('primary')))];
    say(`Alice made the thing ${color}. `
      + (before.length > 0 ? `Her request first read from ${before.join(' and ')}. ` : '')
      + 'Her change went to the primary.', color);
  };
  const read = async user => {
    const answer = await request(user, 'GET', await path());
    const name = user[0].toUpperCase() + user.slice(1);
    if (answer.status === 404) {
      say(`${name} does not see the thing yet.`);
      return;
    }
    const { color } = await answer.json();
    say(`${name} sees ${color}, from ${answer.headers.get('Tidemark-Route')}, because ${because(answer, name)}.`, color);
  };

  const replay = element('div', '', 'buttons');
  const show = states => {
    states.forEach((state, i) => {
      if (!replay.children[i]) {
        replay.append(button('', async () => set(state.replica, replay.children[i].dataset.paused !== 'true')));
      }
      replay.children[i].dataset.paused = String(state.paused);
      replay.children[i].textContent = (state.paused ? 'Resume' : 'Pause') + ' replay on ' + state.replica;
    });
  };
  const set = async (replica, paused) => {
    const answer = await fetch(at('../demo/replay'), {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ replica, paused }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail);
    show(body);
    say(paused ? `Replay on ${replica} is paused: it does not show what is written now.` : `Replay on ${replica} goes on.`);
  };

  const start = async () => {
    const answer = await fetch(at('../demo/replay'));
    const states = answer.ok ? await answer.json() : [];
    if (states.length === 0) return;
    const heading = element('h2', 'Try it');
    heading.id = 'own-heading';
    const steps = element('p', 'Let Alice change the color, and let both read it: replicas answer. Then pause replay on '
      + (states.length === 1 ? 'the replica' : 'all replicas') + ', and repeat: Alice sees her change, from the primary. '
      + 'Bob sees the old color, from a replica. Resume replay, and replicas answer Alice again.');
    const tries = element('div', '', 'buttons');
    tries.append(button('Alice changes the color', change), button('Alice reads', () => read('alice')),
      button('Bob reads', () => read('bob')));
    own.append(heading, steps, tries, replay, list);
    show(states);
    own.hidden = false;
  };
  start();
})();
