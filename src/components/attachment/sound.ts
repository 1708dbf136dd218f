import {html, nothing, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import {live} from 'lit/directives/live.js';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {partLabel} from '../part-label.ts';
import {permission} from '../picture/permission.ts';
import {called} from './called.ts';
import {clock} from './clock.ts';
import {fileRow, giveWay} from './file-row.ts';

/** The audio element that is playing. Starting another one pauses it. */
let playing: HTMLMediaElement | undefined;

class Sound extends AsyncDirective {
  #audio: HTMLAudioElement | undefined;
  #failed: string | undefined;
  #drawn: [Attachment, PartContext] | undefined;

  override render(attachment: Attachment, context: PartContext): TemplateResult {
    this.#drawn = [attachment, context];
    const may = permission(attachment.url, context);
    if (!may || may.url === this.#failed) return html`<div class="player">${fileRow(attachment, context)}</div>`;
    const audio = this.#audio;
    const name = called(attachment) ?? context.labels.audio;
    return html`<div class="player" part="audio">
        <audio
          src=${may.url}
          preload=${may.asks ? 'none' : 'metadata'}
          @loadedmetadata=${this.#redraw}
          @durationchange=${this.#redraw}
          @timeupdate=${this.#redraw}
          @play=${this.#started}
          @pause=${this.#redraw}
          @ended=${this.#redraw}
          @error=${(event: Event) => this.#fail(event, may.url)}
        ></audio>
        ${switchOf(audio, name, context)}${scale(audio, name, context)}
        <span class="time" aria-hidden="true">${clock(audio?.currentTime || audio?.duration || 0, context.locale)}</span>
      </div>
      ${attachment.meta.desc ? html`<p class="caption" part="caption"><bdi>${attachment.meta.desc}</bdi></p>` : nothing}`;
  }

  readonly #redraw = (event: Event): void => {
    this.#audio = event.target as HTMLAudioElement;
    const {currentTime, duration} = this.#audio;
    const played = Number.isFinite(duration) && duration > 0 ? currentTime / duration : 0;
    this.#audio.parentElement?.style.setProperty('--_played', `${played * 100}%`);
    this.#draw();
  };

  readonly #started = (event: Event): void => {
    const audio = event.target as HTMLAudioElement;
    if (playing !== audio) playing?.pause();
    playing = audio;
    this.#redraw(event);
  };

  #fail(event: Event, url: string): void {
    this.#failed = url;
    giveWay(event, () => this.#draw());
  }

  #draw(): void {
    if (this.#drawn) this.setValue(this.render(...this.#drawn));
  }
}

const player = directive(Sound);

/** An audio file with its own player: play button, seekable position and time. Never plays on its own. */
export function sound(attachment: Attachment, context: PartContext): unknown {
  return player(attachment, context);
}

function switchOf(audio: HTMLAudioElement | undefined, name: string, {labels, reachable}: PartContext): TemplateResult {
  const runs = audio !== undefined && !audio.paused;
  return html`<button
    type="button"
    class="play"
    part="button"
    aria-label="${runs ? partLabel(labels, 'pause') : partLabel(labels, 'play')}, ${name}"
    tabindex=${reachable ? nothing : -1}
    @click=${toggle}
  >
    ${icon(runs ? 'pause' : 'play')}
  </button>`;
}

/** The position as a scale of ticks, filled up to it. Always runs left to right, in every language. */
function scale(audio: HTMLAudioElement | undefined, name: string, {labels, locale, reachable}: PartContext): TemplateResult {
  const length = audio && Number.isFinite(audio.duration) ? audio.duration : 0;
  const at = audio?.currentTime ?? 0;
  return html`<span class="scale" dir="ltr">
    <input
      type="range"
      min="0"
      max=${length || 1}
      step=${length > 20 ? 1 : 0.1}
      .value=${live(String(at))}
      aria-label="${partLabel(labels, 'playback_position')}, ${name}"
      aria-valuetext="${clock(at, locale)} / ${clock(length, locale)}"
      tabindex=${reachable ? nothing : -1}
      @input=${seek}
    />
  </span>`;
}

function audioOf({currentTarget}: Event): HTMLAudioElement | null | undefined {
  return (currentTarget as Element).closest('.player')?.querySelector('audio');
}

function toggle(event: Event): void {
  const audio = audioOf(event);
  if (!audio) return;
  // If it cannot play, the `error` event reports it; an interruption fires `pause`.
  if (audio.paused) audio.play().catch(() => undefined);
  else audio.pause();
}

function seek(event: Event): void {
  const audio = audioOf(event);
  if (audio && Number.isFinite(audio.duration)) audio.currentTime = Number((event.currentTarget as HTMLInputElement).value);
}
