import {css, html, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {BotMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import {type CustomRenderer, defaultOptions, type PartOptions} from '../context.ts';
import {english, type Labels} from '../labels.ts';
import {RendererMap} from '../renderer-map.ts';
import {ViewController} from '../view-controller.ts';
import {adoptPartStyles, adoptCustomStyles, partStyles} from '../part-styles.ts';
import {missingParts} from '../renderers.ts';
import {tokens} from '../tokens.styles.ts';
import {drawReplies, drawMessage} from './message.ts';
import {messageStyles} from './message.styles.ts';

/** Converts an attribute with a fixed set of values; anything else means the first of them. */
function oneOf<T extends string>(first: T, ...others: T[]) {
  return {fromAttribute: (value: string | null): T => others.find((allowed) => allowed === value) ?? first};
}

/** The properties that become options for the parts. */
const optionNames = ['html', 'markdown', 'links', 'images', 'quickRepliesBehaviour', 'templateBody', 'trusted'] as const;

/**
 * One message of a bot, without a conversation. It accepts the message as it comes on the wire, and repairs it if necessary.
 *
 * @tag parley-message
 * @fires {ReplyEvent} parley-reply - The visitor used a control of the message; cancelable.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @csspart bubble - The bubble around the text; with `bot` and `only`.
 * @csspart quick-replies - The group of quick replies.
 * @csspart reply - Each of them; with `chosen` or `inert` once answered.
 * @csspart fallback - Shown in place of a message that cannot be drawn.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyMessage extends LitElement {
  static override styles = [tokens, base, ...partStyles, messageStyles, css`:host { --_indent: 0px; --_gutter: 0px; display: block; }`];

  /** The message, as a bot sends it. */
  @property({attribute: false}) message: unknown;
  /** Labels that differ from the English ones. */
  @property({attribute: false}) labels: Partial<Labels> = {};
  /** The page's own renderers, by type. */
  @property({attribute: false}) renderers: Map<string, CustomRenderer> = new RendererMap(this);
  /** Origins besides the page's own whose pictures, sounds and films may be loaded without https. */
  @property({attribute: false}) trusted: readonly string[] = defaultOptions.trusted;
  /** BCP 47, for numbers and dates; the language around the element by default. */
  @property() language?: string;
  /** Whether safe HTML in a text is drawn. */
  @property({converter: oneOf<PartOptions['html']>('safe', 'none')}) html: PartOptions['html'] = 'safe';
  /** Whether a text is read as Markdown. As an attribute, the word `true` or `false`. */
  @property({converter: {fromAttribute: (value) => value !== 'false'}}) markdown = true;
  /** Where links open. */
  @property({converter: oneOf<PartOptions['links']>('new-tab', 'same-tab')}) links: PartOptions['links'] = 'new-tab';
  /** Which pictures load by themselves. */
  @property({converter: oneOf<PartOptions['images']>('all', 'same-site', 'click')}) images: PartOptions['images'] = 'all';
  /** What happens to an answered group of quick replies. */
  @property({attribute: 'quick-replies-behaviour', converter: oneOf<PartOptions['quickReplies']>('disable', 'collapse', 'keep')})
  quickRepliesBehaviour: PartOptions['quickReplies'] = 'disable';
  /** Whether a text above its template is shown. */
  @property({attribute: 'template-body', converter: oneOf<PartOptions['templateBody']>('show', 'hide')})
  templateBody: PartOptions['templateBody'] = 'show';

  private readonly controller = new ViewController(this);
  /** The message as read; undefined if it could not be read. */
  private parsed: BotMessage | undefined;
  /** The value it was read from. */
  private parsedFrom: unknown;
  private allLabels: Labels = english;
  private options: PartOptions = defaultOptions;

  /** Also waits for the code that the message needs to be drawn. */
  protected override async scheduleUpdate(): Promise<void> {
    // The message may change while waiting.
    while (!this.isParsed) {
      this.parsedFrom = this.message;
      this.parsed = readMessage(this.message).message;
      if (this.parsed) await Promise.all(missingParts(this.parsed, this.renderers).map((part) => part.settled()));
    }
    await super.scheduleUpdate();
    // Properties set before the element was defined only arrive with the first update.
    if (!this.isParsed) this.requestUpdate();
  }

  private get isParsed(): boolean {
    return Object.is(this.message, this.parsedFrom);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('message')) this.controller.reset();
    if (changed.has('labels')) this.allLabels = {...english, ...this.labels};
    if (this.shadowRoot) adoptPartStyles(this.shadowRoot);
    if (changed.has('renderers') && this.shadowRoot) adoptCustomStyles(this.shadowRoot, this.renderers);
    if (optionNames.some((name) => changed.has(name))) {
      const {html, links, images, quickRepliesBehaviour: quickReplies, templateBody, trusted} = this;
      const markdown = String(this.markdown) !== 'false'; // Frameworks set a property if there is one, even to an attribute's text.
      this.options = {html, markdown, links, images, quickReplies, templateBody, trusted};
    }
  }

  protected override render() {
    if (this.message === undefined || this.message === null || !this.isParsed) return nothing;
    const {parsed, allLabels: labels, options, renderers, language} = this;
    if (!parsed) return html`<p class="unsupported" part="fallback">${labels.unsupported}</p>`;
    const context = this.controller.context({labels, options, renderers, ...(language && {locale: language})});
    return html`<div class="message">${drawMessage(parsed, context, {states: ['only']})}${drawReplies(parsed, context)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-message': ParleyMessage;
  }
}
