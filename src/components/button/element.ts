import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {Button} from '../../protocol/message.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {parseTemplate} from '../template/parse-template.ts';
import {tokens} from '../tokens.styles.ts';
import {button, type ButtonLook} from './button.ts';
import {buttonStyles} from './button.styles.ts';

/**
 * A template's button, without a conversation: it answers the bot, opens a page, or fires an event on this one.
 *
 * @tag parley-button
 * @fires {ReplyEvent} parley-reply - The visitor chose a postback button.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @csspart action - The button; with `chosen` or `inert` once answered.
 * @csspart list-button - The button, where it looks like one below a list.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyButton extends LitElement {
  static override styles = [
    tokens,
    base,
    css`:host { display: block; } :host([look='chip']:not([hidden])) { display: inline-block; }`,
    buttonStyles,
    css`.action:first-child { border-block-start: 0; }`,
  ];

  /** A button of a template, as a bot sends it. */
  @property({attribute: false}) button: unknown;
  /** Looks like a row of a card (`action`, the default), a chip beside a row of a list, or a row below a list. */
  @property({reflect: true}) look: ButtonLook = 'action';
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);
  private parsed: Button | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('button')) return;
    this.parsed = parseTemplate({type: 'generic', elements: [], buttons: [this.button]})?.buttons?.[0];
    this.controller.reset();
  }

  protected override render() {
    return this.parsed
      ? button(this.parsed, {choice: 'template.buttons[0]', look: this.look}, this.controller.context(this.context))
      : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-button': ParleyButton;
  }
}
