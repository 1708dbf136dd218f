import {html, nothing, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import {live} from 'lit/directives/live.js';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {partLabel} from '../part-label.ts';
import {permission} from '../picture/permission.ts';
import {displayName} from './display-name.ts';
import {formatDuration} from './format-duration.ts';
import {fileRow, replacePlayer} from './file-row.ts';

/** The audio element that is playing. Starting another one pauses it. */
let playing: HTMLMediaElement | undefined;

class AudioDirective extends AsyncDirective {
  #audio: HTMLAudioElement | undefined;
  #failedUrl: string | undefined;
  #args: [Attachment, PartContext] | undefined;

  override render(attachment: Attachment, context: PartContext): TemplateResult {
    this.#args = [attachment, context];
    const permitted = permission(attachment.url, context);
    if (!permitted || permitted.url === this.#failedUrl) return html`<div class="player">${fileRow(attachment, context)}</div>`;
    const audio = this.#audio;
    const name = displayName(attachment) ?? context.labels.audio;
    return html`<div class="player" part="audio">
        <audio
          src=${permitted.url}
          preload=${permitted.needsClick ? 'none' : 'metadata'}
          @loadedmetadata=${this.#update}
          @durationchange=${this.#update}
          @timeupdate=${this.#update}
          @play=${this.#play}
          @pause=${this.#update}
          @ended=${this.#update}
          @error=${(event: Event) => this.#fail(event, permitted.url)}
        ></audio>
        ${playButton(audio, name, context)}${seekBar(audio, name, context)}
        <span class="time" aria-hidden="true">${formatDuration(audio?.currentTime || audio?.duration || 0, context.locale)}</span>
      </div>
      ${attachment.meta.desc ? html`<p class="caption" part="caption"><bdi>${attachment.meta.desc}</bdi></p>` : nothing}`;
  }

  readonly #update = (event: Event): void => {
    this.#audio = event.target as HTMLAudioElement;
    const {currentTime, duration} = this.#audio;
    const played = Number.isFinite(duration) && duration > 0 ? currentTime / duration : 0;
    this.#audio.parentElement?.style.setProperty('--_played', `${played * 100}%`);
    this.#draw();
  };

  readonly #play = (event: Event): void => {
    const audio = event.target as HTMLAudioElement;
    if (playing !== audio) playing?.pause();
    playing = audio;
    this.#update(event);
  };

  #fail(event: Event, url: string): void {
    this.#failedUrl = url;
    replacePlayer(event, () => this.#draw());
  }

  #draw(): void {
    if (this.#args) this.setValue(this.render(...this.#args));
  }
}

const audioDirective = directive(AudioDirective);

/** An audio file with its own player: play button, seekable position and time. Never plays on its own. */
export function audioPlayer(attachment: Attachment, context: PartContext): unknown {
  return audioDirective(attachment, context);
}

function playButton(audio: HTMLAudioElement | undefined, name: string, {labels, reachable}: PartContext): TemplateResult {
  const isPlaying = audio !== undefined && !audio.paused;
  return html`<button
    type="button"
    class="play"
    part="button"
    aria-label="${isPlaying ? partLabel(labels, 'pause') : partLabel(labels, 'play')}, ${name}"
    tabindex=${reachable ? nothing : -1}
    @click=${toggle}
  >
    ${icon(isPlaying ? 'pause' : 'play')}
  </button>`;
}

/** The position as a scale of ticks, filled up to it. Always runs left to right, in every language. */
function seekBar(audio: HTMLAudioElement | undefined, name: string, {labels, locale, reachable}: PartContext): TemplateResult {
  const duration = audio && Number.isFinite(audio.duration) ? audio.duration : 0;
  const currentTime = audio?.currentTime ?? 0;
  return html`<span class="scale" dir="ltr">
    <input
      type="range"
      min="0"
      max=${duration || 1}
      step=${duration > 20 ? 1 : 0.1}
      .value=${live(String(currentTime))}
      aria-label="${partLabel(labels, 'playback_position')}, ${name}"
      aria-valuetext="${formatDuration(currentTime, locale)} / ${formatDuration(duration, locale)}"
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
