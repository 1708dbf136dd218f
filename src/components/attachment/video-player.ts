import {html, nothing, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {partLabel} from '../part-label.ts';
import {permission} from '../picture/permission.ts';
import {displayName} from './display-name.ts';
import {formatDuration} from './format-duration.ts';
import {fileRow, replacePlayer} from './file-row.ts';

class VideoDirective extends AsyncDirective {
  #isStarted = false;
  #duration = 0;
  #failedUrl: string | undefined;
  #args: [Attachment, PartContext] | undefined;

  override render(attachment: Attachment, context: PartContext): TemplateResult {
    this.#args = [attachment, context];
    const permitted = permission(attachment.url, context);
    const {desc} = attachment.meta;
    const caption = desc ? html`<p class="caption" part="caption"><bdi>${desc}</bdi></p>` : nothing;
    if (!permitted || permitted.url === this.#failedUrl)
      return html`<div class="film failed">${fileRow(attachment, context)}</div>${caption}`;
    const name = displayName(attachment) ?? context.labels.video;
    // Firefox makes every video a tab stop, even without controls.
    const tabIndex = this.#isStarted && context.reachable ? nothing : -1;
    return html`<div class="film" part="video">
        <video
          class="shown"
          src=${firstFrame(permitted.url)}
          preload=${permitted.needsClick ? 'none' : 'metadata'}
          playsinline
          aria-label=${name}
          tabindex=${tabIndex}
          ?controls=${this.#isStarted}
          @loadedmetadata=${this.#setDuration}
          @error=${(event: Event) => this.#fail(event, permitted.url)}
        ></video>
        ${this.#isStarted ? nothing : this.#playButton(name, context)}
      </div>
      ${caption}`;
  }

  #playButton(name: string, {labels, locale, reachable}: PartContext): TemplateResult {
    const duration = this.#duration > 0 ? formatDuration(this.#duration, locale) : '';
    return html`<button
      type="button"
      class="starter"
      part="button"
      aria-label=${[partLabel(labels, 'play'), name, duration].filter(Boolean).join(', ')}
      tabindex=${reachable ? nothing : -1}
      @click=${this.#start}
    >
      <span class="disc">${icon('play')}</span>${duration ? html`<span class="length" aria-hidden="true">${duration}</span>` : nothing}
    </button>`;
  }

  readonly #start = (event: Event): void => {
    const video = (event.currentTarget as Element).closest('.film')?.querySelector('video');
    if (!video) return;
    this.#isStarted = true;
    this.#draw();
    video.focus({preventScroll: true}); // The native controls replace the button, which is gone.
    video.play().catch(() => undefined); // If it cannot play, the `error` event reports it.
  };

  readonly #setDuration = (event: Event): void => {
    const {duration} = event.target as HTMLVideoElement;
    this.#duration = Number.isFinite(duration) ? duration : 0;
    this.#draw();
  };

  #fail(event: Event, url: string): void {
    this.#failedUrl = url;
    replacePlayer(event, () => this.#draw());
  }

  #draw(): void {
    if (this.#args) this.setValue(this.render(...this.#args));
  }
}

const videoDirective = directive(VideoDirective);

/** A video in a 16:9 box: its first frame, a play button and its length; native controls once it has been started. */
export function videoPlayer(attachment: Attachment, context: PartContext): unknown {
  return videoDirective(attachment, context);
}

/** Safari shows no frame of a video until it is asked to seek. */
function firstFrame(url: string): string {
  return url.includes('#') ? url : `${url}#t=0.001`;
}
