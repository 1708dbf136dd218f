import DOMPurify from 'dompurify';
import {render} from 'lit';
import {marked} from 'marked';
import {standaloneContext} from '../../src/components/context.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {text} from '../../src/components/text/text.ts';
import {bodies, long} from './bodies.ts';

const context = standaloneContext({remember: () => undefined});
const fragment = (body: string): DocumentFragment =>
  DOMPurify.sanitize(marked.parse(body, {async: false, breaks: true}), {RETURN_DOM_FRAGMENT: true});

/** Ways to put a body into an element. */
const ways: Record<string, (body: string, place: HTMLElement) => unknown> = {
  words: (body, place) => (place.textContent = body),
  fragment: (body, place) => place.replaceChildren(fragment(body)),
  parley: (body, place) => render(text(body, context), place),
};
const frames = async (count: number): Promise<void> => {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

const bench = {
  async prepare(): Promise<void> {
    await Promise.all([lateParts.markdown.load(), import('../../src/components/text/sanitize.ts')]);
    // The sanitizer is known to the reader once it was asked.
    render(text('<b>First</b> **words**', context), document.createElement('div'));
    await frames(5);
  },
  /** The first thousand bodies. */
  async first(way: string): Promise<void> {
    const places = bodies(1000).map((body) => {
      const place = document.createElement('div');
      ways[way]!(body, place);
      return place;
    });
    document.body.append(...places);
    await frames(2);
  },
  /** A long body that comes by pieces. */
  async stream(way: string): Promise<void> {
    const place = document.createElement('div');
    document.body.append(place);
    for (let end = 30; end < long.length; end += 30) {
      ways[way]!(long.slice(0, end), place);
      await frames(1);
    }
  },
};

Object.assign(globalThis, {bench});
