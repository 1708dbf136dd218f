import {html, nothing, type TemplateResult} from 'lit';
import {postbackOf} from '../../protocol/build.ts';
import {type Button, isPostbackButton, isWebUrlButton, type PostbackButton, type WebUrlButton} from '../../protocol/message.ts';
import {type ControlState, stateOf, tabIndexOf} from '../control-state.ts';
import type {PartContext} from '../context.ts';
import {PageEvent, ReplyEvent} from '../events.ts';
import {frozenCopy} from '../frozen-copy.ts';
import {partLabel} from '../part-label.ts';
import {icon} from '../more-icons.ts';
import {anchor} from '../link/anchor.ts';
import {safeLink} from '../safe-url.ts';
import {dispatchOnce} from '../dispatch-once.ts';

/** `action`: a full row of a card. `chip`: next to a row of a list. `foot`: below a list. */
export type ButtonLook = 'action' | 'chip' | 'foot';

export interface ButtonOptions {
  /** The button's path in its message, such as `template.elements[0].buttons[2]`. */
  choice: string;
  look: ButtonLook;
}

const classOf = {action: 'action', chip: 'action chip', foot: 'action foot'} as const;
const partOf = {action: 'action', chip: 'action', foot: 'list-button'} as const;

/** A template's button. Its icon says what it does: answer the bot, leave the conversation, or act on the page. */
export function button(button: Button, options: ButtonOptions, context: PartContext): TemplateResult {
  if (isPostbackButton(button)) return postbackButton(button, options, context);
  return isWebUrlButton(button) ? webUrlButton(button, options, context) : eventButton(button, options, context);
}

/** The buttons of one owner; `path` is the owner's, such as `template.elements[0]`. */
export function buttons(all: readonly Button[] | undefined, path: string, look: ButtonLook, context: PartContext): TemplateResult[] {
  return (all ?? []).map((item, index) => button(item, {choice: `${path}.buttons[${index}]`, look}, context));
}

function postbackButton(button: PostbackButton, {choice, look}: ButtonOptions, context: PartContext): TemplateResult {
  const state = stateOf(context.view.controls, choice, context);
  const iconName = state === 'chosen' ? 'check' : state === 'open' && look !== 'chip' ? 'reply' : undefined;
  const answer = () => new ReplyEvent(postbackOf(button), 'postback', choice);
  return control(
    {state, look, createEvent: answer},
    context,
    html`
    ${titleText(button.title)}${state === 'chosen' ? html`<span class="unseen"> ${context.labels.chosen}</span>` : nothing}
    ${iconName ? icon(iconName, iconName === 'check' ? 'small' : 'small turns') : nothing}
  `,
  );
}

function eventButton(button: Button, {look}: ButtonOptions, context: PartContext): TemplateResult {
  const {type, title, ...data} = button;
  const act = () => new PageEvent(type, frozenCopy(data), frozenCopy(button));
  const state = context.live ? 'open' : 'inert';
  return control({state, look, createEvent: act}, context, html`${titleText(title)}${look === 'chip' ? nothing : icon('action', 'small')}`);
}

function webUrlButton({extra, ...known}: WebUrlButton, {look}: ButtonOptions, context: PartContext): TemplateResult {
  // The page gets the button as it came on the wire.
  const button = {...extra, ...known};
  const url = safeLink(button.url);
  if (url === undefined) return refusedButton(button.title, look, context);
  const content = html`${titleText(button.title)}${look === 'chip' ? nothing : icon('external', 'small turns')}`;
  return anchor({url, classes: classOf[look], part: partOf[look], content, button}, context);
}

function refusedButton(title: string, look: ButtonLook, {labels}: PartContext): TemplateResult {
  return html`<a class="${classOf[look]} inert" part="${partOf[look]} inert" role="link" aria-disabled="true" title=${partLabel(labels, 'link_refused')}>
    <span class="words"><bdi>${title}</bdi><span class=${look === 'chip' ? 'unseen' : 'why'}>${partLabel(labels, 'link_refused')}</span></span>
  </a>`;
}

interface Control {
  state: ControlState;
  look: ButtonLook;
  /** Creates the event to fire when it is used. */
  createEvent: () => Event;
}

function control({state, look, createEvent}: Control, context: PartContext, content: TemplateResult): TemplateResult {
  const stateClass = state === 'open' ? '' : ` ${state}`;
  return html`<button
    type="button"
    class="${classOf[look]}${stateClass}"
    part="${partOf[look]}${stateClass}"
    aria-disabled=${state === 'open' ? nothing : 'true'}
    tabindex=${tabIndexOf(state, context)}
    @click=${(event: Event) => state === 'open' && dispatchOnce(event.currentTarget as Element, createEvent(), groupOf(event, context))}
  >
    ${content}
  </button>`;
}

/** What one click answers as a whole: the entire template, unless all its buttons stay live. */
function groupOf({currentTarget}: Event, {options}: PartContext): Element | undefined {
  if (options.quickReplies === 'keep') return undefined;
  return (currentTarget as Element).closest('.carousel, .list') ?? (currentTarget as Element).closest('.card') ?? undefined;
}

function titleText(title: string): TemplateResult {
  return html`<bdi class="words">${title}</bdi>`;
}
