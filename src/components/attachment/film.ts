import {html, nothing, type TemplateResult} from 'lit';
import {AsyncDirective, directive} from 'lit/async-directive.js';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {partLabel} from '../part-label.ts';
import {permission} from '../picture/permission.ts';
import {called} from './called.ts';
import {clock} from './clock.ts';
import {fileRow, giveWay} from './file-row.ts';

class Film extends AsyncDirective {
  #started = false;
  #length = 0;
  #failed: string | undefined;
  #drawn: [Attachment, PartContext] | undefined;

  override render(attachment: Attachment, context: PartContext): TemplateResult {
    this.#drawn = [attachment, context];
    const may = permission(attachment.url, context);
    const {desc} = attachment.meta;
    const caption = desc ? html`<p class="caption" part="caption"><bdi>${desc}</bdi></p>` : nothing;
    if (!may || may.url === this.#failed) return html`<div class="film failed">${fileRow(attachment, context)}</div>${caption}`;
    const name = called(attachment) ?? context.labels.video;
    // Firefox makes every video a tab stop, even without controls.
    const stop = this.#started && context.reachable ? nothing : -1;
    return html`<div class="film" part="video">
        <video
          class="shown"
          src=${firstFrame(may.url)}
          preload=${may.asks ? 'none' : 'metadata'}
          playsinline
          aria-label=${name}
          tabindex=${stop}
          ?controls=${this.#started}
          @loadedmetadata=${this.#measured}
          @error=${(event: Event) => this.#fail(event, may.url)}
        ></video>
        ${this.#started ? nothing : this.#starter(name, context)}
      </div>
      ${caption}`;
  }

  #starter(name: string, {labels, locale, reachable}: PartContext): TemplateResult {
    const length = this.#length > 0 ? clock(this.#length, locale) : '';
    return html`<button
      type="button"
      class="starter"
      part="button"
      aria-label=${[partLabel(labels, 'play'), name, length].filter(Boolean).join(', ')}
      tabindex=${reachable ? nothing : -1}
      @click=${this.#start}
    >
      <span class="disc">${icon('play')}</span>${length ? html`<span class="length" aria-hidden="true">${length}</span>` : nothing}
    </button>`;
  }

  readonly #start = (event: Event): void => {
    const video = (event.currentTarget as Element).closest('.film')?.querySelector('video');
    if (!video) return;
    this.#started = true;
    this.#draw();
    video.focus({preventScroll: true}); // The native controls replace the button, which is gone.
    video.play().catch(() => undefined); // If it cannot play, the `error` event reports it.
  };

  readonly #measured = (event: Event): void => {
    const {duration} = event.target as HTMLVideoElement;
    this.#length = Number.isFinite(duration) ? duration : 0;
    this.#draw();
  };

  #fail(event: Event, url: string): void {
    this.#failed = url;
    giveWay(event, () => this.#draw());
  }

  #draw(): void {
    if (this.#drawn) this.setValue(this.render(...this.#drawn));
  }
}

const screen = directive(Film);

/** A video in a 16:9 box: its first frame, a play button and its length; native controls once it has been started. */
export function film(attachment: Attachment, context: PartContext): unknown {
  return screen(attachment, context);
}

/** Safari shows no frame of a video until it is asked to seek. */
function firstFrame(url: string): string {
  return url.includes('#') ? url : `${url}#t=0.001`;
}
