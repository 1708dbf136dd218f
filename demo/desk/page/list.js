import {ago, keyed, make, say} from './keyed.js';

const list = document.getElementById('list');
const groups = [...list.querySelectorAll('[data-group]')];

/** The group of a visitor in the list. */
function groupOf({place, person}, me) {
  if (place !== 'talking') return place;
  return person === me ? 'mine' : 'others';
}

/** Orders waiting visitors by arrival, the others by their last entry. */
function ordered(visitors, group) {
  if (group === 'waiting') return visitors.toSorted((a, b) => a.since.localeCompare(b.since));
  return visitors.toSorted((a, b) => lastOf(b).ts.localeCompare(lastOf(a).ts));
}

const lastOf = ({entries, since}) => entries.findLast(({from}) => from !== 'note') ?? {words: '', ts: since};

/**
 * Draws the lists of visitors who wait, are in a conversation, and have left.
 * @param {{visitors: readonly any[], people: readonly any[], me: string, shown?: string, choose: (id: string) => void}} state
 */
export function drawList({visitors, people, me, shown, choose}) {
  const focused = list.contains(document.activeElement) ? document.activeElement.closest('li')?.dataset.id : undefined;
  for (const group of groups) {
    const name = group.dataset.group;
    const here = ordered(
      visitors.filter((visitor) => groupOf(visitor, me) === name),
      name,
    );
    group.hidden = here.length === 0;
    keyed(group.querySelector('ul'), here, (visitor) => row(visitor, choose), update);
  }
  document.getElementById('nobody').hidden = visitors.length > 0;
  // A visitor who moved to another list keeps the focus.
  if (focused && !list.contains(document.activeElement)) list.querySelector(`li[data-id="${CSS.escape(focused)}"] button`)?.focus();

  function update(item, visitor) {
    const button = item.firstElementChild;
    const last = lastOf(visitor);
    const writing = visitor.writingUntil > Date.now();
    if (visitor.id === shown) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    const [name, time, words, mark] = button.children;
    say(name, visitor.name);
    say(time, ago(visitor.place === 'waiting' ? visitor.since : last.ts));
    say(words, writing ? 'is writing …' : last.words || last.sheets?.[0]?.name || '');
    const unseen = visitor.place === 'gone' ? 0 : visitor.unseen;
    mark.hidden = unseen === 0 && groupOf(visitor, me) !== 'others';
    const [count, more] = mark.children;
    say(count, groupOf(visitor, me) === 'others' ? (people.find(({id}) => id === visitor.person)?.nick ?? '') : String(unseen));
    say(more, groupOf(visitor, me) === 'others' ? '' : ' new');
    mark.classList.toggle('count', groupOf(visitor, me) !== 'others');
  }
}

function row({id}, choose) {
  const item = make('li');
  const button = make('button', 'row');
  button.type = 'button';
  const mark = make('span', 'mark');
  mark.append(make('span'), make('span', 'unseen'));
  button.append(make('b'), make('time'), make('span', 'last'), mark);
  button.addEventListener('click', () => choose(id));
  item.append(button);
  return item;
}
