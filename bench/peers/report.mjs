import {figure, table} from '../shared/figures.mjs';

const rows = [
  ['closed, kB', 'closedBytes', 1],
  ['open, kB', 'openBytes', 1],
  ['closed, CPU ms', 'closed', 1],
  ['boot, CPU ms', 'boot', 0],
  ['history of 100, CPU ms', 'history100', 0],
  ['history of 1,000, CPU ms', 'history1000', 0],
  ['one more, CPU ms', 'append', 1],
  ['heap MB', 'heap', 1],
  ['nodes', 'nodes', 0],
];

/** Medians, and in brackets medians of the ratios to the baseline of the same round. */
export function report(subjects) {
  const [base] = subjects;
  const of = ({rounds}, part) => rounds.map((round) => round?.[part]);
  const cell = (subject, part, digits) => {
    const {value, ratio} = figure(of(subject, part), of(base, part));
    // Small values may be below the baseline that is subtracted.
    if (value === undefined || value < 0) return 'not measured';
    const words = value.toLocaleString('en', {maximumFractionDigits: digits, minimumFractionDigits: digits});
    return subject === base || part.endsWith('Bytes') || part === 'closed' || ratio === undefined
      ? words
      : `${words} (${ratio.toFixed(1)}×)`;
  };
  const heads = ['', ...subjects.map(({name, version}) => [name, version].filter(Boolean).join(' '))];
  const problems = subjects.flatMap(({name, missing, problem, most}) => [
    ...(missing ? [`- ${missing}.`] : []),
    ...(problem ? [`- ${name}, in at least one round: ${problem}`] : []),
    ...(most ? [`- ${name} is given no more than ${most} messages: a thousand take it minutes.`] : []),
  ]);
  return [
    table(
      heads,
      rows.map(([title, part, digits]) => [title, ...subjects.map((one) => cell(one, part, digits))]),
    ),
    ...problems,
  ].join('\n');
}
