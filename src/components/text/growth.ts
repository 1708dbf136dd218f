import type {Token} from 'marked';
import type {Dress} from './dress.ts';
import {toNodes} from './nodes.ts';
import {tokenize} from './tokenizer.ts';

/** A top-level block of a body: a paragraph, a list, the space between two. */
interface Block {
  /** The block's source. */
  raw: string;
  /** The last node up to the end of this block; that of the previous block if this one renders nothing. */
  last: ChildNode | undefined;
  /** Depths of the headings that are still open after this block. */
  headings: readonly number[];
}

/** A rendered body that can be extended as it grows. */
export interface Grown {
  source: string;
  nodes: DocumentFragment;
  /** The last existing node that stays; the nodes after it are replaced by the new ones. */
  after?: ChildNode | undefined;
  /** Its blocks, split up only when it first grows: most bodies never do, and thousands of them would add up. */
  blocks?: readonly Block[];
}

/** How many trailing blocks may still change: the last one, and the one it may turn out to belong to. */
const open = 2;

/** Syntax that can affect other blocks: link definitions can be anywhere, and HTML may span several blocks. */
const reaching = /<[a-z/!]|\][[:]/i;

/**
 * Parses and renders only the part of a grown body that may have changed; otherwise a long streamed answer would take quadratic time.
 * If blocks may affect each other, or if there is HTML, the whole body is parsed, and its tokens are returned without being rendered.
 *
 * @param before The rendering of the shorter body, whose nodes are in `place`.
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

/** Replaces the nodes of freshly rendered blocks by the corresponding ones in the document. */
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
