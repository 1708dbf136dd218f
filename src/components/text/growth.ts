import type {Token} from 'marked';
import type {Dress} from './dress.ts';
import {toNodes} from './nodes.ts';
import {tokenize} from './tokenizer.ts';

/** A part of a body that stands for itself: a paragraph, a list, the space between two. */
interface Block {
  /** As it was written. */
  raw: string;
  nodes: readonly ChildNode[];
  /** Depths of the headings that what follows stands below. */
  headings: readonly number[];
}

/** A body as it is drawn, to be gone on from when it grows. */
export interface Grown {
  blocks: readonly Block[];
  /** How many of them were there before, with their nodes. */
  kept: number;
}

/** Blocks that what comes may still change: the last one, and the one it may turn out to belong to. */
const open = 2;

/**
 * Reads and draws of a longer body only what may have changed since it was shorter: without this a long answer that comes by pieces takes the
 * square of its length. Where a part may change another one, or holds HTML, all of it is only read.
 *
 * @param before What the shorter body was drawn as.
 */
export function grow(source: string, dress: Dress, before?: Grown): Grown | Token[] {
  const kept = before ? finished(before.blocks, source) : [];
  const from = kept.reduce((length, {raw}) => length + raw.length, 0);
  const tokens = tokenize(source.slice(from));
  if (source.includes('\r') || tokens.some(reachesOut)) return from ? tokenize(source) : tokens;
  const headings = [...(kept.at(-1)?.headings ?? [])];
  const blocks = tokens.map((token) => ({
    raw: token.raw,
    nodes: [...toNodes([token], dress, headings).childNodes],
    headings: [...headings],
  }));
  return {blocks: [...kept, ...blocks], kept: kept.length};
}

function finished(blocks: readonly Block[], source: string): readonly Block[] {
  const filled = blocks.flatMap(({nodes}, index) => (nodes.length ? [index] : []));
  const kept = blocks.slice(0, Math.max(0, filled.at(-open) ?? 0));
  return source.startsWith(kept.map(({raw}) => raw).join('')) ? kept : [];
}

/** A link's address may stand anywhere, and HTML in one block may end in another. */
function reachesOut({type, raw}: Token): boolean {
  return type !== 'code' && (type === 'def' || type === 'html' || /<[a-z/!]|\][[:]/i.test(raw));
}
