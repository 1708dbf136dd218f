import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {diff, idOf, type EntryRecord} from '../../src/conversation/records.ts';

interface Said {
  id: string;
  words: string;
}

/** The records of a database, and what its only writer knows about them. */
class Records {
  readonly #texts = new Map<number, string>();
  #lines: EntryRecord[] = [];
  written = 0;

  write(entries: readonly unknown[]): void {
    const {records: lines, changed, deleted: gone} = diff(this.#lines, entries);
    for (const {place, json} of changed) this.#texts.set(place, json);
    for (const place of gone) this.#texts.delete(place);
    this.#lines = lines;
    this.written = changed.length + gone.length;
  }

  get stored(): unknown[] {
    return this.#sorted.map(([, json]) => JSON.parse(json));
  }

  /** Reads the records; from then on entries are compared with their JSON. */
  read(): unknown[] {
    this.#lines = this.#sorted.map(([place, json]) => ({place, id: idOf(JSON.parse(json)), json}));
    return this.stored;
  }

  get #sorted() {
    return [...this.#texts].toSorted(([one], [other]) => one - other);
  }

  get size(): number {
    return this.#texts.size;
  }
}

const said = (id: number, words = 'x'): Said => ({id: `id${id}`, words});
const many = Array.from({length: 10_000}, (_, id) => said(id));

test('adding, changing or removing one of 10,000 entries writes one record, even after reading them again', () => {
  const records = new Records();
  records.write(many);
  expect(records.written).toBe(10_000);
  const more = [...many, said(10_000)];
  records.write(more);
  expect(records.written).toBe(1);
  const changed = more.with(3, said(3, 'changed'));
  records.write(changed);
  expect(records.written).toBe(1);
  const less = changed.toSpliced(5_000, 1);
  records.write(less);
  expect(records.written).toBe(1);
  expect(records.read()).toEqual(less);
  records.write([...structuredClone(less), said(-1)]);
  expect(records.written).toBe(1);
  records.write([]);
  expect(records.size).toBe(0);
});

test('any sequence of changes: the records contain what was written last, in order', () => {
  const entry = fc.record({id: fc.nat(12), words: fc.constantFrom('a', 'b')}).map(({id, words}) => said(id, words));
  const odd = fc.constantFrom<unknown>(null, 7, 'text', {no: 'id'});
  const step = fc.record({
    entries: fc.array(fc.oneof({weight: 9, arbitrary: entry}, odd), {maxLength: 9}),
    kept: fc.boolean(),
    reads: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, {maxLength: 8}), (steps) => {
      const records = new Records();
      let before: readonly unknown[] = [];
      for (const {entries, kept, reads} of steps) {
        // Unchanged entries are the same objects, as in a conversation.
        before = kept ? [...before.slice(1), ...entries] : entries;
        records.write(before);
        if (reads) before = records.read();
        expect(records.stored).toEqual(before);
      }
    }),
    {numRuns: 500},
  );
});
