export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A Markdown table; all columns but the first are right-aligned. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, index) => (index > 0 ? '--:' : '---'))), ...rows.map(line)].join('\n');
}

/** The order of a round: each round starts with another item, so that none is always the first in a fresh browser. */
export function rotated(things, round) {
  const from = round % things.length;
  return [...things.slice(from), ...things.slice(0, from)];
}

/** The median over the rounds, and the median of the ratios to the base of the same round. */
export function figure(rounds, base) {
  const own = rounds.filter((value) => value !== undefined);
  const ratios = rounds.flatMap((value, round) => (value === undefined || !base?.[round] ? [] : [value / base[round]]));
  return {value: own.length ? median(own) : undefined, ratio: ratios.length ? median(ratios) : undefined};
}
