/** Prints what was measured. @returns The number of faults. */
export function judge([{step}, ...parts]) {
  console.info(`One click of the wheel moves ${step.toFixed(1)} px.`);
  const faults = [];
  for (const part of parts) {
    if ('drift' in part) {
      console.info(`${part.name}: the text in view moved by ${part.drift} px.`);
      if (part.drift === undefined || Math.abs(part.drift) > 1) faults.push(`${part.name}: the text in view moved`);
      continue;
    }
    if ('found' in part) {
      console.info(`${part.name}: ${part.id} ${part.found ? 'was found and is in view' : 'is not in view'}.`);
      if (!part.found) faults.push(`${part.name}: ${part.id} was not shown`);
      continue;
    }
    faults.push(...faultsOf(part, step));
  }
  for (const fault of faults) console.info(`✗ ${fault}`);
  if (!faults.length) console.info('No jumps, no blank frames, no lost positions.');
  return faults.length;
}

function faultsOf({name, clicks, moved, frames, blank, jumps, slow, reached}, step) {
  const share = Math.abs(moved) / (clicks * step);
  const ours = slow.filter(({ours}) => ours > 50);
  console.info(
    `${name}: ${clicks} clicks moved ${Math.round(Math.abs(moved))} px (${(share * 100).toFixed(2)} % of what they should), ${frames} frames, ` +
      `${blank} blank, ${jumps.length} jumps, ${slow.length} frames over 50 ms, of which ${ours.length} by scripts` +
      `${slow.length ? ` (longest ${Math.max(...slow.map(({milliseconds}) => milliseconds)).toFixed(0)} ms, ${Math.max(...slow.map(({ours}) => ours)).toFixed(0)} ms in scripts)` : ''}.`,
  );
  return [
    ...(reached ? [] : [`${name}: the end was not reached`]),
    ...(Math.abs(share - 1) > 0.05 ? [`${name}: moved ${(share * 100).toFixed(1)} % of what it should`] : []),
    ...(blank ? [`${name}: ${blank} blank frames`] : []),
    ...(jumps.length ? [`${name}: jumped by ${jumps.slice(0, 5).join(', ')}`] : []),
  ];
}
