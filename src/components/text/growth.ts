import type {Token} from 'marked';
import type {Dress} from './dress.ts';
import {toNodes} from './nodes.ts';
import {tokenize} from './tokenizer.ts';

/** An independent part of a body: a paragraph, a list, the space between two. */
interface Block {
  /** As it was written. */
  raw: string;
  /** The last node up to its end, which is that of the part before where it is drawn as nothing. */
  last: ChildNode | undefined;
  /** Depths of the headings that what follows stands below. */
  headings: readonly number[];
}

/** A body as it is drawn, so that drawing can continue when it grows. */
export interface Grown {
  source: string;
  nodes: DocumentFragment;
  /** The last node that was there before and stays; those behind it give way to the new ones. */
  after?: ChildNode | undefined;
  /** Its parts, told apart when it first grows: most bodies never do, and what is kept of a thousand takes time. */
  blocks?: readonly Block[];
}

/** Blocks that later text may still change: the last one, and the one it may turn out to belong to. */
const open = 2;

/** Signs that blocks are not independent: link definitions may be anywhere, and HTML in one block may end in another. */
const reaching = /<[a-z/!]|\][[:]/i;

/**
 * Reads and draws of a longer body only what may have changed since it was shorter: without this a long answer that comes by pieces takes the
 * square of its length. Where a part may change another one, or holds HTML, all of it is only read.
 *
 * @param before What the shorter body was drawn as, in `place`.
 */
export function grow(source: string, dress: Dress, place: Node, before?: Partial<Grown>): Grown | Token[] {
  const kept = before?.source ? finished(before.blocks ?? standing(place, drawn(tokenize(before.source), dress)), source) : [];
  const from = kept.reduce((length, {raw}) => length + raw.length, 0);
  const tokens = tokenize(source.slice(from));
  if (source.includes('\r') || (reaching.test(source) && tokens.some(reachesOut))) return from ? tokenize(source) : tokens;
  return {source, ...(before?.source ? drawn(tokens, dress, kept) : {nodes: toNodes(tokens, dress)})};
}

function drawn(tokens: readonly Token[], dress: Dress, kept: readonly Block[] = []) {
  const {last: after, headings: above = []} = kept.at(-1) ?? {};
  const headings = [...above];
  const nodes = document.createDocumentFragment();
  const blocks = tokens.map((token): Block => {
    toNodes([token], dress, headings, nodes);
    return {raw: token.raw, last: nodes.lastChild ?? after, headings: [...headings]};
  });
  return {nodes, after, blocks: [...kept, ...blocks]};
}

/** The parts of what was drawn, with their nodes. */
function standing({childNodes}: Node, {nodes, blocks}: ReturnType<typeof drawn>): readonly Block[] {
  const own = [...nodes.childNodes];
  return blocks.map((block) => ({...block, last: block.last && childNodes[own.indexOf(block.last)]}));
}

function finished(blocks: readonly Block[], source: string): readonly Block[] {
  const filled = blocks.flatMap(({last}, index) => (last === blocks[index - 1]?.last ? [] : [index]));
  const kept = blocks.slice(0, Math.max(0, filled.at(-open) ?? 0));
  return source.startsWith(kept.map(({raw}) => raw).join('')) ? kept : [];
}

function reachesOut({type, raw}: Token): boolean {
  return type !== 'code' && (type === 'def' || type === 'html' || reaching.test(raw));
}
