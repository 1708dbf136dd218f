import {html, nothing, type TemplateResult} from 'lit';
import type {LocationMessage} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {fill} from '../labels.ts';
import {partLabel} from '../part-label.ts';
import {anchor} from '../link/anchor.ts';
import {mapDrawing} from './map-drawing.ts';
import {mapsOf} from './maps.ts';

/** A place: a drawing of a map, its name, and links to maps of the visitor's choice. */
export function location(message: LocationMessage, context: PartContext): TemplateResult {
  const names = namesOf(message, context);
  const coordinates = coordinatesOf(message, context);
  const details = [names.slice(1).join(', '), names.length > 0 && coordinates, accuracyOf(message, context)].filter(Boolean);
  return html`<div class="card place" part="location">
    ${mapDrawing}
    <div class="words">
      <h3 class="title" part="title"><bdi>${names[0] ?? coordinates}</bdi></h3>
      ${details.length ? html`<p class="subtitle" part="subtitle">${details.map((detail, index) => html`${index ? ' · ' : ''}<bdi>${detail}</bdi>`)}</p>` : nothing}
    </div>
    ${mapLinks(message, context)}
  </div>`;
}

/** The most likely map as a full row; the others behind a small button at its end. */
function mapLinks(message: LocationMessage, context: PartContext): TemplateResult {
  const {labels, view, remember, reachable} = context;
  const [first, ...others] = mapsOf(message);
  const isOpen = view.expanded ?? false;
  return html`<div class="ways">
      ${mapLink(first.url, partLabel(labels, 'show_on_map'), context)}
      <button
        type="button"
        class="turn"
        part="button"
        aria-label=${partLabel(labels, 'other_maps')}
        aria-expanded=${isOpen}
        tabindex=${reachable ? nothing : -1}
        @click=${() => remember({expanded: !isOpen})}
      >
        ${icon('down')}
      </button>
    </div>
    ${isOpen ? others.map(({name, url}) => mapLink(url, name, context)) : nothing}`;
}

function mapLink(url: string, label: string, context: PartContext): TemplateResult {
  return anchor(
    {url, classes: 'action', part: 'action', content: html`<span class="words">${label}</span>${icon('external', 'small turns')}`},
    context,
  );
}

/** The names of the place, from near to far. */
function namesOf({city, region, countryName, countryCode}: LocationMessage, {locale}: PartContext): string[] {
  const country = countryName || (countryCode && countryOf(countryCode, locale));
  return [...new Set([city, region, country])].filter((name): name is string => Boolean(name));
}

function countryOf(code: string, locale: string): string | undefined {
  try {
    return new Intl.DisplayNames(locale, {type: 'region'}).of(code.toUpperCase());
  } catch {
    return code; // Not a valid region code: shown as it came.
  }
}

/** In the notation that maps accept, with a decimal point in every language: a decimal comma would be taken for a separator. */
function coordinatesOf({latitude, longitude}: LocationMessage, {labels}: PartContext): string {
  return fill(partLabel(labels, 'coordinates'), {latitude: Number(latitude.toFixed(5)), longitude: Number(longitude.toFixed(5))});
}

function accuracyOf({accuracy}: LocationMessage, {labels, locale}: PartContext): string | undefined {
  if (accuracy === undefined) return undefined;
  const inKilometers = accuracy >= 1000;
  const style = {style: 'unit', unit: inKilometers ? 'kilometer' : 'meter', maximumFractionDigits: inKilometers ? 1 : 0} as const;
  return fill(partLabel(labels, 'accuracy'), {
    distance: new Intl.NumberFormat(locale, style).format(inKilometers ? accuracy / 1000 : accuracy),
  });
}
