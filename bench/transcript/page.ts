import {lateParts} from '../../src/components/late-parts.ts';
import '../../src/elements/transcript.ts';
import type {Entry} from '../../src/protocol/entry.ts';
import {mixed, texts} from './entries.ts';

/** What a conversation is drawn into, and how one more message gets there. */
interface Subject {
  open(entries: readonly Entry[]): void;
  append(entry: Entry): void;
  elements(): number;
}

const wordsOf = (entry: Entry): string => (entry.from !== 'system' && 'body' in entry.message ? entry.message.body : '');

/** The least there is: words in one element each. */
function plain(): Subject {
  const scroller = document.createElement('div');
  scroller.className = 'plain';
  const one = (entry: Entry): HTMLElement => {
    const bubble = document.createElement('div');
    bubble.className = `bubble ${entry.from}`;
    const words = document.createElement('span');
    words.textContent = wordsOf(entry);
    bubble.append(words);
    return bubble;
  };
  const toEnd = (): void => void (scroller.scrollTop = scroller.scrollHeight);
  return {
    open(entries) {
      scroller.append(...entries.map(one));
      document.body.append(scroller);
      toEnd();
    },
    append(entry) {
      scroller.append(one(entry));
      toEnd();
    },
    elements: () => scroller.querySelectorAll('*').length,
  };
}

function parley(): Subject {
  const transcript = document.createElement('parley-transcript');
  transcript.name = 'Nordlicht';
  return {
    open(entries) {
      transcript.entries = entries;
      document.body.append(transcript);
    },
    append(entry) {
      transcript.entries = [...transcript.entries, entry];
    },
    elements: () => transcript.shadowRoot!.querySelector('.log')!.querySelectorAll('*').length,
  };
}

const subjects = {plain, parley};
const frames = async (count: number): Promise<void> => {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

/** What a page pays once, whatever is said on it, belongs to booting: templates, styles, fonts and the browser's own knowledge of dates. */
async function drawOnce(first: Subject): Promise<void> {
  first.open(mixed(15, 'first'));
  await frames(10);
  document.body.replaceChildren();
  await frames(10);
}

let subject: Subject;
let entries: readonly Entry[];

const bench = {
  async prepare(name: keyof typeof subjects, count: number, warm: boolean): Promise<void> {
    await Promise.all(Object.values(lateParts).map((part) => part.settled()));
    entries = mixed(count);
    if (warm) await drawOnce(subjects[name]());
    subject = subjects[name]();
    await frames(3);
  },
  async open(): Promise<number> {
    subject.open(entries);
    await frames(3);
    return subject.elements();
  },
  async append(count: number): Promise<void> {
    for (const entry of texts(count)) {
      subject.append(entry);
      await frames(3);
    }
  },
};

Object.assign(globalThis, {bench});

declare global {
  var bench: {
    prepare(name: string, count: number, warm: boolean): Promise<void>;
    open(): Promise<number>;
    append(count: number): Promise<void>;
  };
}
