// The page of the shop's people: who waits, and the conversation with one of them. All updates arrive through one stream of the desk's server.
import {drawList} from './list.js';
import {drawTalk} from './talk.js';
import {say} from './keyed.js';

const part = (id) => document.getElementById(id);

/** Visitors by id, as the server sent them. */
const visitors = new Map();
let people = [];
let open = true;
let connected = false;

/** Local to this page: who uses it, and whose conversation is shown. */
let me = remembered() ?? 'mira';
let shown;
/** Id of the visitor being taken over. */
let taken;

function remembered() {
  try {
    return sessionStorage.getItem('desk-person') ?? undefined;
  } catch {
    return undefined; // Then it has to be chosen again.
  }
}

function draw() {
  const all = [...visitors.values()];
  const visitor = visitors.get(shown);
  drawList({visitors: all, people, me, shown, choose});
  part('talk').hidden = !visitor;
  document.body.classList.toggle('talking', Boolean(visitor));
  if (visitor) drawTalk(visitor, {people, me, again: (entry) => void act('again', {entry})});
  part('none').hidden = Boolean(visitor);
  const waiting = all.filter(({place}) => place === 'waiting').length;
  document.title = waiting ? `(${waiting}) Desk, Nordlicht` : 'Desk, Nordlicht';
  say(
    part('state'),
    connected ? (waiting ? `${waiting} ${waiting === 1 ? 'waits' : 'wait'}` : 'Nobody waits') : 'No connection, trying again',
  );
  part('state').classList.toggle('away', !connected || !open);
  part('open').setAttribute('aria-checked', String(open));
  drawMe();
  look();
}

function drawMe() {
  if (part('me').options.length !== people.length)
    part('me').replaceChildren(...people.map(({id, nick}) => new Option(nick, id, false, id === me)));
  part('face').src = `${me}.svg`;
}

function choose(id) {
  keepDraft();
  shown = id;
  write(drafts.get(id) ?? '');
  draw();
  // On a phone the keyboard would hide half of the conversation.
  const reads = part('composer').hidden || matchMedia('(pointer: coarse)').matches;
  (reads ? part('who') : part('words')).focus();
}

/** Drafts by visitor. */
const drafts = new Map();

function keepDraft() {
  if (shown === undefined) return;
  writing(false);
  drafts.set(shown, part('words').value);
}

/** Posts an action; its result arrives through the stream. */
async function act(what, about = {}) {
  try {
    const answer = await fetch('act', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({do: what, person: me, visitor: shown, ...about}),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Marks the shown conversation as seen. */
function look() {
  const visitor = visitors.get(shown);
  if (visitor?.place === 'talking' && visitor.person === me && visitor.unseen > 0 && document.hasFocus()) void act('seen');
}

const stream = new EventSource('events');
stream.addEventListener('open', () => {
  connected = true;
  draw();
});
stream.addEventListener('error', () => {
  connected = false;
  draw();
});
stream.addEventListener('message', ({data}) => {
  const news = JSON.parse(data);
  if (news.type === 'all') {
    visitors.clear();
    for (const visitor of news.visitors) visitors.set(visitor.id, visitor);
    people = news.people;
    if (!people.some(({id}) => id === me)) me = people[0].id;
  }
  if (news.type === 'visitor') visitors.set(news.visitor.id, news.visitor);
  if (news.type === 'removed') visitors.delete(news.id);
  if ('open' in news) open = news.open;
  draw();
  // Focuses the field after taking somebody over.
  if (taken === shown && !part('composer').hidden) {
    taken = undefined;
    part('words').focus();
  }
});
// Updates relative times, and hides typing indicators that have expired.
setInterval(draw, 5000);
window.addEventListener('focus', look);

part('me').addEventListener('change', ({target}) => {
  me = target.value;
  try {
    sessionStorage.setItem('desk-person', me);
  } catch {
    // Then it lasts until the page is reloaded.
  }
  draw();
});
part('open').addEventListener('click', () => void act('open', {open: !open}));
part('take').addEventListener('click', () => {
  taken = shown;
  part('who').focus();
  void act('take');
});
part('back').addEventListener('click', () => leave('back'));
part('end').addEventListener('click', () => part('sure').showModal());
part('sure').addEventListener('close', ({target}) => {
  if (target.returnValue === 'yes') leave('end');
  target.returnValue = '';
});
part('to-list').addEventListener('click', () => {
  const left = shown;
  keepDraft();
  shown = undefined;
  draw();
  document.querySelector(`#list li[data-id="${CSS.escape(left)}"] button`)?.focus();
});

function leave(what) {
  part('who').focus();
  void act(what);
}

/** Typing is signalled when it starts, every few seconds, and when it stops. */
let toldAt = 0;
let pause;

function writing(on) {
  clearTimeout(pause);
  if (on) pause = setTimeout(() => writing(false), 5000);
  if (on ? Date.now() - toldAt < 4000 : toldAt === 0) return;
  toldAt = on ? Date.now() : 0;
  void act('writing', {on});
}

/** Puts a text into the field. */
function write(words) {
  part('words').value = words;
  part('send').setAttribute('aria-disabled', String(words.trim() === ''));
}

part('words').addEventListener('input', ({target}) => {
  write(target.value);
  writing(target.value.trim() !== '');
});
part('words').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  part('composer').requestSubmit();
});
part('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});

async function send() {
  const words = part('words').value.trim();
  if (!words) return;
  write('');
  clearTimeout(pause);
  toldAt = 0;
  // Restores a text that could not be sent.
  if (!(await act('say', {words})) && part('words').value === '') write(words);
}
