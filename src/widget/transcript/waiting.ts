import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {standaloneContext} from '../../components/context.ts';
import {fill} from '../../components/labels.ts';
import {typing} from '../../components/typing/typing.ts';
import type {Drawing} from './drawing.ts';
import {avatar, nameOf, pictureOf} from './speaker.ts';

/** Milliseconds of waiting after which text joins the dots, a button to stop appears, and the dots end. */
const stages = {words: 5_000, stop: 10_000, end: 30_000};

export interface Expected {
  /** When the answer was requested, in milliseconds since 1970. */
  waiting?: number | undefined;
  /** When the other side was last typing, in milliseconds since 1970. */
  writing?: number | undefined;
}

/** Counts the seconds of waiting, and updates its host every second. */
export class WaitingClock implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;
  #runs = false;
  #since: number | undefined;
  #ahead = 0;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Starts or stops counting. */
  run(runs: boolean): void {
    this.#runs = runs;
    if (!runs) this.hostDisconnected();
    else this.#timer ??= setInterval(() => this.host.requestUpdate(), 1000);
  }

  /**
   * The current time for a wait since `since`, both in milliseconds since 1970. Based on the monotonic clock after the first call, so that
   * setting the system clock in the meantime does not delay the button to stop waiting.
   */
  now(since: number | undefined): number {
    const steady = performance.now();
    if (since !== this.#since) this.#ahead = Math.max(Date.now(), since ?? 0) - steady;
    this.#since = since;
    return steady + this.#ahead;
  }

  hostConnected(): void {
    if (this.#runs) this.run(true);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The typing dots while an answer is expected, with an honest text if it takes long. */
export function waitingRow({waiting, writing}: Expected, drawing: Drawing, now: number): TemplateResult | typeof nothing {
  const since = waiting ?? writing;
  if (since === undefined) return nothing;
  const passed = now - since;
  if (waiting === undefined) return passed < stages.end ? dots('', undefined, drawing) : nothing;
  const {labels, wish} = drawing;
  const stop = html`<button type="button" class="text-button" @click=${() => wish('stop')}>${labels.stop_waiting}</button>`;
  if (passed >= stages.end)
    return html`<div class="waiting"><p class="notice" part="notice" role="status">${labels.no_answer_yet}</p>${stop}</div>`;
  if (passed < stages.words) return dots('', undefined, drawing); // Before that, no number is formatted: the first one makes the browser load its locale data.
  const seconds = Math.floor(passed / 1000).toLocaleString(drawing.locale);
  if (passed < stages.stop) return dots(fill(labels.still_looking, {seconds}), undefined, drawing);
  return dots(fill(labels.still_working, {seconds}), stop, drawing);
}

function dots(words: string, below: TemplateResult | undefined, drawing: Drawing): TemplateResult {
  const {labels, locale, options, person} = drawing;
  const writer = person ? ({from: 'agent', who: person} as const) : ({from: 'bot'} as const);
  // Screen readers get each stage once: a spoken count of seconds would drown everything else.
  const stage = below ? fill(labels.still_working, {seconds: 10}) : fill(labels.still_looking, {seconds: 5});
  const heard = options.spoken === 'none' ? {spoken: ''} : words ? {spoken: stage} : {};
  const context = standaloneContext({labels, locale, options, remember: () => undefined});
  return html`<div class="entry bot only waiting">
    <div class="said">
      ${typing({name: nameOf(writer, drawing), words, ...heard}, context)}
      ${avatar(pictureOf(writer, drawing), writer.from, {trusted: options.trusted, look: 'small'})}
    </div>
    ${below ?? nothing}
  </div>`;
}

/** The notice that the conversation could not be started. @param again When that is retried automatically. */
export function startFailed({labels, locale, wish}: Drawing, again: number | undefined, now = Date.now()): TemplateResult {
  const seconds = again === undefined ? '' : Math.max(0, Math.ceil((again - now) / 1000)).toLocaleString(locale);
  return html`<div class="waiting">
    <p class="notice" part="notice" role="alert">${labels.start_failed}</p>
    ${seconds ? html`<p class="notice" part="notice">${fill(labels.retrying, {seconds})}</p>` : nothing}
    <button type="button" class="text-button" @click=${() => wish('start')}>${seconds ? labels.retry_now : labels.retry}</button>
  </div>`;
}
