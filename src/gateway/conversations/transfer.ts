import {isRecord, ownValue} from '../../protocol/safe-copy.ts';
import type {TransferRule} from '../options.ts';
import type {TransferTarget} from '../stored.ts';

/** To whom the data of a bot's last word hands the visitor over, by the first matching rule; undefined if none matches. */
export function transferOf(rules: readonly TransferRule[] = [], data: unknown): TransferTarget | undefined {
  if (!isRecord(data)) return undefined;
  for (const {key, value, to} of rules) {
    const found = ownValue(data, key);
    if (value === undefined ? isPresent(found) : found === value) return fillIn(to, found);
  }
  return undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '';
}

/** `{value}` stands for the value found in `data`, if that can be written as text. */
function fillIn({tags, agent, bot}: TransferTarget, value: unknown): TransferTarget {
  const replacement = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  const fill = (text: string) => text.replaceAll('{value}', () => replacement);
  return {
    ...(tags && {tags: tags.map(fill).filter((tag) => tag !== '')}),
    ...(agent !== undefined && {agent: fill(agent)}),
    ...(bot !== undefined && {bot: fill(bot)}),
  };
}
