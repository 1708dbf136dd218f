import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {standaloneContext} from '../../components/context.ts';
import {fill} from '../../components/labels.ts';
import {typing} from '../../components/typing/typing.ts';
import type {EntryContext} from './entry-context.ts';
import {avatar, nameOf, avatarUrlOf} from './speaker.ts';

/** Milliseconds of waiting after which text joins the dots, a button to stop appears, and the dots end. */
const stages = {text: 5_000, stop: 10_000, end: 30_000};

export interface TypingState {
  /** When the answer was requested, in milliseconds since 1970. */
  waiting?: number | undefined;
  /** When the other side was last typing, in milliseconds since 1970. */
  writing?: number | undefined;
}

/** Counts the seconds of waiting, and updates its host every second. */
export class WaitingClock implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;
  #isRunning = false;
  #since: number | undefined;
  #offset = 0;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Starts or stops counting. */
  run(isRunning: boolean): void {
    this.#isRunning = isRunning;
    if (!isRunning) this.hostDisconnected();
    else this.#timer ??= setInterval(() => this.host.requestUpdate(), 1000);
  }

  /**
   * The current time for a wait since `since`, both in milliseconds since 1970. Based on the monotonic clock after the first call, so that
   * setting the system clock in the meantime does not delay the button to stop waiting.
   */
  now(since: number | undefined): number {
    const monotonic = performance.now();
    if (since !== this.#since) this.#offset = Math.max(Date.now(), since ?? 0) - monotonic;
    this.#since = since;
    return monotonic + this.#offset;
  }

  hostConnected(): void {
    if (this.#isRunning) this.run(true);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The typing dots while an answer is expected, with an honest text if it takes long. */
export function waitingRow({waiting, writing}: TypingState, context: EntryContext, now: number): TemplateResult | typeof nothing {
  const since = waiting ?? writing;
  if (since === undefined) return nothing;
  const elapsed = now - since;
  if (waiting === undefined) return elapsed < stages.end ? dots('', undefined, context) : nothing;
  const {labels, command} = context;
  const stopButton = html`<button type="button" class="text-button" @click=${() => command('stop')}>${labels.stop_waiting}</button>`;
  if (elapsed >= stages.end)
    return html`<div class="waiting"><p class="notice" part="notice" role="status">${labels.no_answer_yet}</p>${stopButton}</div>`;
  if (elapsed < stages.text) return dots('', undefined, context); // Before that, no number is formatted: the first one makes the browser load its locale data.
  const seconds = Math.floor(elapsed / 1000).toLocaleString(context.locale);
  if (elapsed < stages.stop) return dots(fill(labels.still_looking, {seconds}), undefined, context);
  return dots(fill(labels.still_working, {seconds}), stopButton, context);
}

function dots(text: string, button: TemplateResult | undefined, context: EntryContext): TemplateResult {
  const {labels, locale, options, person} = context;
  const writer = person ? ({from: 'agent', who: person} as const) : ({from: 'bot'} as const);
  // Screen readers get each stage once: a spoken count of seconds would drown everything else.
  const announcement = button ? fill(labels.still_working, {seconds: 10}) : fill(labels.still_looking, {seconds: 5});
  const spoken = options.spoken === 'none' ? {spoken: ''} : text ? {spoken: announcement} : {};
  const partContext = standaloneContext({labels, locale, options, remember: () => undefined});
  return html`<div class="entry bot only waiting">
    <div class="said">
      ${typing({name: nameOf(writer, context), words: text, ...spoken}, partContext)}
      ${avatar(avatarUrlOf(writer, context), writer.from, {trusted: options.trusted, size: 'small'})}
    </div>
    ${button ?? nothing}
  </div>`;
}

/** The notice that the conversation could not be started. @param retryAt When that is retried automatically. */
export function startFailed({labels, locale, command}: EntryContext, retryAt: number | undefined, now = Date.now()): TemplateResult {
  const seconds = retryAt === undefined ? '' : Math.max(0, Math.ceil((retryAt - now) / 1000)).toLocaleString(locale);
  return html`<div class="waiting">
    <p class="notice" part="notice" role="alert">${labels.start_failed}</p>
    ${seconds ? html`<p class="notice" part="notice">${fill(labels.retrying, {seconds})}</p>` : nothing}
    <button type="button" class="text-button" @click=${() => command('start')}>${seconds ? labels.retry_now : labels.retry}</button>
  </div>`;
}
