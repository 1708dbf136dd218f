import {ago, keyed, make, say} from './keyed.js';

const part = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});

const states = {sending: 'Sending', sent: 'Sent', read: 'Read', failed: 'Not sent'};

/** The visitor shown, and the entries that existed when they were chosen, which are not announced. */
let shown;
let heard = new Set();

/**
 * Draws the conversation with one visitor.
 * @param {any} visitor
 * @param {{people: readonly any[], me: string, again: (entry: string) => void}} state
 */
export function drawTalk(visitor, {people, me, again}) {
  const other = visitor.id !== shown;
  const mine = visitor.place === 'talking' && visitor.person === me;
  say(part('who'), visitor.name);
  drawAbout(visitor);
  part('doings').hidden = !mine;
  part('composer').hidden = !mine;
  part('offer').hidden = mine;
  part('take').hidden = visitor.place === 'gone';
  say(part('offered'), offered(visitor, people));
  drawKnown(visitor.known);
  drawEntries(visitor, other, again);
  say(part('typing'), visitor.place !== 'gone' && visitor.writingUntil > Date.now() ? `${visitor.name} is writing …` : '');
  listen(visitor, other);
  shown = visitor.id;
}

function offered({place, name, person, since}, people) {
  if (place === 'waiting') return ago(since) === 'now' ? `${name} has just come.` : `${name} has waited for ${ago(since)}.`;
  if (place === 'gone') return 'This conversation is over for you.';
  return `${people.find(({id}) => id === person)?.nick ?? 'Somebody'} is talking to ${name}.`;
}

function drawAbout({wanted, language, page}) {
  const words = [wanted && `asks for ${wanted}`, language && languageName(language)].filter(Boolean).join(' · ');
  if (part('about').dataset.words === `${words} ${page?.url}`) return;
  part('about').dataset.words = `${words} ${page?.url}`;
  part('about').replaceChildren(words);
  if (!page) return;
  const link = make('a', '', page.title);
  link.href = page.url;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  part('about').append(words ? ' · ' : '', link);
}

function languageName(tag) {
  try {
    return new Intl.DisplayNames('en', {type: 'language'}).of(tag);
  } catch {
    return tag; // An invalid language tag is shown as it is.
  }
}

function drawKnown(known) {
  part('known').hidden = known.length === 0;
  part('known').replaceChildren(
    ...known.map(([name, value]) => {
      const pair = make('div');
      pair.append(make('dt', '', name), make('dd', '', value));
      return pair;
    }),
  );
}

function drawEntries({entries, name}, other, again) {
  const log = part('log');
  const atEnd = other || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  if (other) part('entries').replaceChildren();
  keyed(part('entries'), entries, (entry) => drawn(entry), update);
  if (atEnd) log.scrollTop = log.scrollHeight;

  function update(item, entry, index) {
    const next = entries[index + 1];
    const last = next?.from !== entry.from || next?.name !== entry.name;
    const first = entries[index - 1]?.from !== entry.from || entries[index - 1]?.name !== entry.name;
    item.className = ['entry', entry.from, entry.state, first && 'first', last && 'last'].filter(Boolean).join(' ');
    const meta = item.querySelector('.meta');
    if (!meta) return;
    const who = entry.from === 'visitor' ? name : (entry.name ?? (entry.from === 'bot' ? 'Bot' : ''));
    const own = entry.state && states[entry.state];
    say(meta, [who, entry.ts && time.format(new Date(entry.ts)), own].filter(Boolean).join(', '));
    meta.classList.toggle('unseen', !last && entry.state !== 'failed');
    const retry = item.querySelector('button');
    if (entry.state === 'failed' && !retry) item.append(retryButton(entry.id));
    if (entry.state !== 'failed') retry?.remove();
  }

  function retryButton(entry) {
    const button = make('button', 'text-button', 'Try again');
    button.type = 'button';
    button.addEventListener('click', () => again(entry));
    return button;
  }
}

function drawn({from, words, sheets = []}) {
  const item = make('li');
  if (from === 'note') {
    item.append(make('p', 'note', words));
    return item;
  }
  for (const sheet of sheets) item.append(sheetOf(sheet));
  if (words) item.append(make('p', 'bubble', words));
  item.append(make('p', 'meta'));
  return item;
}

function sheetOf({url, name, picture}) {
  const link = make('a', picture ? 'sheet picture' : 'sheet', picture ? '' : name);
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  if (!picture) return link;
  const image = make('img');
  image.alt = `Picture: ${name}`;
  image.src = url;
  // A picture that fails to load becomes a link with its name.
  image.addEventListener('error', () => image.replaceWith(name), {once: true});
  link.append(image);
  return link;
}

/** Announces the visitor's new messages to screen readers. */
function listen({entries, name}, other) {
  const fresh = other ? [] : entries.filter(({id, from}) => (from === 'visitor' || from === 'note') && !heard.has(id));
  if (fresh.length > 0)
    say(part('heard'), fresh.map(({from, words}) => (from === 'note' ? words : `${name}: ${words || 'a file'}`)).join('. '));
  heard = new Set(entries.map(({id}) => id));
}
