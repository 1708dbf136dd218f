import {lateParts} from '../../src/components/late-parts.ts';
import '../../src/elements/transcript.ts';
import {mixed, texts} from '../transcript/entries.ts';

/** One frame: where the entries that are drawn stand, by their ids, and how many of them are in view. */
interface Sight {
  tops: ReadonlyMap<string, number>;
  seen: number;
}

interface Slow {
  milliseconds: number;
  /** Of that, our own scripts and what they made the browser lay out. */
  ours: number;
}

const transcript = document.createElement('parley-transcript');
const log = (): HTMLElement => transcript.shadowRoot!.querySelector<HTMLElement>('.log')!;

function sight(): Sight {
  const {top, bottom} = log().getBoundingClientRect();
  const tops = new Map<string, number>();
  let seen = 0;
  for (const entry of log().querySelectorAll<HTMLElement>('[data-entry]')) {
    const box = entry.getBoundingClientRect();
    tops.set(entry.dataset['entry']!, box.top);
    if (box.bottom > top && box.top < bottom) seen++;
  }
  return {tops, seen};
}

/** By how much what was drawn before has moved, told by what is nearest to the view; undefined where none of it is left. */
function between(before: Sight, now: Sight): number | undefined {
  let nearest: [distance: number, moved: number] | undefined;
  for (const [id, top] of now.tops) {
    const then = before.tops.get(id);
    const distance = Math.abs(top - 280) + Math.abs((then ?? 0) - 280);
    if (then !== undefined && (!nearest || distance < nearest[0])) nearest = [distance, top - then];
  }
  return nearest?.[1];
}

let steps: (number | undefined)[] = [];
let blank = 0;
let last: Sight = {tops: new Map(), seen: 0};
let running = 0;
let still = 0;
let slow: Slow[] = [];

const observer = new PerformanceObserver((list) => {
  for (const frame of list.getEntries() as (PerformanceEntry & {scripts: {duration: number}[]; styleAndLayoutStart: number})[])
    slow.push({milliseconds: frame.duration, ours: frame.scripts.reduce((sum, {duration}) => sum + duration, 0)});
});

function look(): void {
  const now = sight();
  const moved = between(last, now);
  steps.push(moved);
  if (!now.seen) blank++;
  still = moved === 0 ? still + 1 : 0;
  last = now;
  running = requestAnimationFrame(look);
}

const frames = async (count: number): Promise<void> => {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

const wheel = {
  async open(count: number): Promise<void> {
    await Promise.all(Object.values(lateParts).map((part) => part.settled()));
    transcript.entries = mixed(count);
    document.body.append(transcript);
    await frames(10);
    observer.observe({type: 'long-animation-frame'});
  },
  /** Middle of the transcript on the screen. */
  place: () => ({x: screenX + 200, y: screenY + (outerHeight - innerHeight) + 280}),
  watch(): void {
    cancelAnimationFrame(running);
    [steps, blank, still, slow] = [[], 0, 0, []];
    if (!last.tops.size) last = sight(); // Else what a busy machine moved after the last look counts too.
    running = requestAnimationFrame(look);
  },
  /** What was seen since, once it stands still. */
  async seen(direction: 'up' | 'down') {
    while (still < 20) await frames(1);
    cancelAnimationFrame(running);
    const {scrollTop, scrollHeight, clientHeight} = log();
    const sign = direction === 'up' ? 1 : -1;
    return {
      moved: steps.reduce<number>((sum, step) => sum + (step ?? 0), 0),
      frames: steps.length,
      blank,
      // The wrong way, or so far that nothing of what was drawn is left.
      jumps: steps
        .filter((step) => step === undefined || step * sign < -1.5)
        .map((step) => (step === undefined ? 'more than was drawn' : `${step.toFixed(1)} px`)),
      slow,
      atEnd: direction === 'up' ? scrollTop <= 0 : scrollHeight - scrollTop - clientHeight <= 1,
    };
  },
  /** Id of an entry in the middle of the conversation. */
  middle: () => transcript.entries[transcript.entries.length >> 1]!.id,
  shows(id: string): boolean {
    const {top, bottom} = log().getBoundingClientRect();
    const box = log().querySelector(`[data-entry="${id}"]`)?.getBoundingClientRect();
    return box !== undefined && box.bottom > top && box.top < bottom;
  },
  /** Messages are said, by how many pixels the reader's line is moved. */
  async arrive(count: number) {
    const before = sight();
    for (const entry of texts(count)) {
      transcript.entries = [...transcript.entries, entry];
      await frames(2);
    }
    await frames(10);
    return {drift: between(before, sight())};
  },
};

Object.assign(globalThis, {wheel});
