import type {Token} from 'marked';
import type {NodeOptions} from './post-process.ts';
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
export interface IncrementalRendering {
  source: string;
  nodes: DocumentFragment;
  /** The last existing node that stays; the nodes after it are replaced by the new ones. */
  after?: ChildNode | undefined;
  /** Its blocks, split up only when it first grows: most bodies never do, and thousands of them would add up. */
  blocks?: readonly Block[];
}

/** How many trailing blocks may still change: the last one, and the one it may turn out to belong to. */
const unstableBlocks = 2;

/** Syntax that can affect other blocks: link definitions can be anywhere, and HTML may span several blocks. */
const nonLocalSyntax = /<[a-z/!]|\][[:]/i;

/**
 * Parses and renders only the part of a grown body that may have changed; otherwise a long streamed answer would take quadratic time.
 * If blocks may affect each other, or if there is HTML, the whole body is parsed, and its tokens are returned without being rendered.
 *
 * @param previous The rendering of the shorter body, whose nodes are in `container`.
 */
export function renderIncrementally(
  source: string,
  options: NodeOptions,
  container: Node,
  previous?: Partial<IncrementalRendering>,
): IncrementalRendering | Token[] {
  const kept = previous?.source
    ? stableBlocks(previous.blocks ?? attachedBlocks(container, renderBlocks(tokenize(previous.source), options)), source)
    : [];
  const from = kept.reduce((length, {raw}) => length + raw.length, 0);
  const tokens = tokenize(source.slice(from));
  if (source.includes('\r') || (nonLocalSyntax.test(source) && tokens.some(isNonLocal))) return from ? tokenize(source) : tokens;
  return {source, ...(previous?.source ? renderBlocks(tokens, options, kept) : {nodes: toNodes(tokens, options)})};
}

function renderBlocks(tokens: readonly Token[], options: NodeOptions, kept: readonly Block[] = []) {
  const {last: after, headings: openHeadings = []} = kept.at(-1) ?? {};
  const headings = [...openHeadings];
  const nodes = document.createDocumentFragment();
  const blocks = tokens.map((token): Block => {
    toNodes([token], options, headings, nodes);
    return {raw: token.raw, last: nodes.lastChild ?? after, headings: [...headings]};
  });
  return {nodes, after, blocks: [...kept, ...blocks]};
}

/** Replaces the nodes of freshly rendered blocks by the corresponding ones in the document. */
function attachedBlocks({childNodes}: Node, {nodes, blocks}: ReturnType<typeof renderBlocks>): readonly Block[] {
  const rendered = [...nodes.childNodes];
  return blocks.map((block) => ({...block, last: block.last && childNodes[rendered.indexOf(block.last)]}));
}

function stableBlocks(blocks: readonly Block[], source: string): readonly Block[] {
  const nonEmpty = blocks.flatMap(({last}, index) => (last === blocks[index - 1]?.last ? [] : [index]));
  const kept = blocks.slice(0, Math.max(0, nonEmpty.at(-unstableBlocks) ?? 0));
  return source.startsWith(kept.map(({raw}) => raw).join('')) ? kept : [];
}

function isNonLocal({type, raw}: Token): boolean {
  return type !== 'code' && (type === 'def' || type === 'html' || nonLocalSyntax.test(raw));
}
