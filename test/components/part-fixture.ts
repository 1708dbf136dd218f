import {css, LitElement} from 'lit';
import {base} from '../../src/components/base.styles.ts';
import {defaultOptions, type PartContext, type PartOptions, standaloneContext} from '../../src/components/context.ts';
import {PageEvent, ReplyEvent} from '../../src/components/events.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {adoptPartStyles, partStyles} from '../../src/components/part-styles.ts';
import {tokens} from '../../src/components/tokens.styles.ts';
import type {PartView} from '../../src/protocol/entry.ts';

type RenderContent = (context: PartContext) => unknown;

/** Renders a part as a transcript does: in a root with the styles of all parts, storing what the visitor does in its view. */
export class PartFixture extends LitElement {
  static override styles = [
    tokens,
    base,
    ...partStyles,
    css`:host { display: block; inline-size: 400px; background: var(--_surface); }
      .flow { display: flex; flex-direction: column; align-items: flex-start; gap: 8px; overflow: hidden; padding-block: 16px; padding-inline: calc(var(--_gutter) + var(--_indent)) var(--_gutter); }`,
  ];

  declare draw: RenderContent;
  given: Partial<PartContext> = {};
  view: PartView = {};
  readonly replies: ReplyEvent[] = [];
  readonly pages: PageEvent[] = [];

  constructor() {
    super();
    this.addEventListener(ReplyEvent.type, (event) => {
      this.replies.push(event);
      queueMicrotask(() => event.defaultPrevented || this.remember({controls: {choice: event.choice}}));
    });
    this.addEventListener(PageEvent.type, (event) => this.pages.push(event));
  }

  remember = (change: PartView): void => {
    this.view = {...this.view, ...change};
    this.requestUpdate();
  };

  protected override createRenderRoot() {
    const root = super.createRenderRoot();
    adoptPartStyles(this.shadowRoot!);
    const flow = document.createElement('div');
    flow.className = 'flow';
    root.append(flow);
    return flow;
  }

  protected override render() {
    return this.draw(standaloneContext({id: 'm1', locale: 'en-GB', ...this.given, view: this.view, remember: this.remember}));
  }
}
customElements.define('x-part-fixture', PartFixture);

interface FixtureOptions extends Omit<Partial<PartContext>, 'options'> {
  options?: Partial<PartOptions>;
}

/** Loads all lazy parts, for tests that render without an element that waits for them. */
export async function loadParts(): Promise<void> {
  await Promise.all(Object.values(lateParts).map((late) => late.load()));
}

/** Renders a part in a fresh fixture, alone on the page. */
export async function renderPart(draw: RenderContent, {view = {}, options, ...given}: FixtureOptions = {}): Promise<PartFixture> {
  await loadParts();
  const fixture = Object.assign(new PartFixture(), {draw, view, given: {...given, options: {...defaultOptions, ...options}}});
  document.body.replaceChildren(fixture);
  await fixture.updateComplete;
  return fixture;
}

/** The URLs of clicked links whose event was not prevented; this page never follows them. */
export const followedLinks: string[] = [];
addEventListener('click', (event) => {
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
  if (!(link instanceof HTMLAnchorElement) || !link.href) return;
  if (!event.defaultPrevented) followedLinks.push(link.href);
  event.preventDefault();
});

export {audit} from './audit.ts';
export {until} from './until.ts';

export const picture = (name: string): string => new URL(`/demo/pictures/${name}.svg`, location.href).href;
export const media = (name: string): string => new URL(`/demo/media/${name}`, location.href).href;
