const plain = [
  'Good evening, what can I do for you?',
  'It is here within three days.',
  'Yes.',
  'The shop is open until six, on Saturdays until four.',
  'Which table is it for?',
];
const marked = [
  'It comes in **brass** and in *black*, see [the lamp](https://shop.example/fjell).',
  '- Fjell, 349\n- Dal, 129\n- Vik, 89',
  'Three steps:\n\n1. Measure the table\n2. Choose a lamp\n3. Order with `LAMP10`',
  '### Returns\n\nWithin **30 days**, unused.\n\n> As it came.',
];
const html = ['It is <b>here</b> on <i>Monday</i>.<br>Shall I keep one?', '<p>Two lamps:</p><ul><li>Fjell</li><li>Dal</li></ul>'];

/** What bots say: six of ten are plain words, three are Markdown, one holds HTML. No two are the same. */
export function bodies(count: number): string[] {
  return Array.from({length: count}, (_, index) => {
    const kind = index % 10 === 9 ? html : index % 10 > 5 ? marked : plain;
    return `${kind[index % kind.length]} (${index})`;
  });
}

/** A long answer of every kind of block. */
export const long = Array.from(
  {length: 12},
  (_, index) =>
    `## Part ${index}\n\nA lamp over a table hangs **low**, and is _dimmed_, as \`code\` says.\n\n- brass\n- black\n  - small\n\n| a | b |\n| - | - |\n| ${index} | 2 |\n\n`,
).join('');
