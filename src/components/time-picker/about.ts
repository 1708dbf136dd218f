import {html, nothing, type TemplateResult} from 'lit';
import type {TimePickerMessage, TimePickerPlace} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {partLabel} from '../part-label.ts';
import {icon} from '../more-icons.ts';
import {anchor} from '../link/anchor.ts';
import {mapsOf} from '../location/maps.ts';
import {picture} from '../picture/picture.ts';

/** What the times are for, and where. */
export function about({title, description, image, location}: TimePickerMessage, context: PartContext): TemplateResult {
  return html`${image ? picture({url: image, alt: title ? '' : context.labels.picture, name: title, look: 'cover'}, context) : nothing}
    ${
      title || description
        ? html`<div class="about">
          ${title ? html`<h3 class="title" part="title"><bdi>${title}</bdi></h3>` : nothing}
          ${description ? html`<p class="subtitle" part="subtitle"><bdi>${description}</bdi></p>` : nothing}
        </div>`
        : nothing
    }
    ${location ? placeRow(location, context) : nothing}`;
}

function placeRow({name, address, latitude, longitude}: TimePickerPlace, context: PartContext): TemplateResult {
  const text = html`${icon('pin')}<span class="words">
      <span class="name"><bdi>${name || partLabel(context.labels, 'show_on_map')}</bdi></span>
      ${address && address !== name ? html`<span class="address"><bdi>${address}</bdi></span>` : nothing}
    </span>`;
  if (latitude === undefined || longitude === undefined) return html`<div class="where" part="location">${text}</div>`;
  const content = html`${text}${icon('external', 'small turns')}`;
  return anchor({url: mapsOf({latitude, longitude})[0].url, classes: 'where', part: 'location', content}, context);
}
