import {html, svg, type TemplateResult} from 'lit';

/** Icons of the display settings, apart from the others because only the menu needs them. */
const iconOf = (path: TemplateResult) => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${path}</svg>`;

/** A large and a small letter. */
export const textSizeIcon = iconOf(svg`<path d="m2.6 15 4.1-10.6L10.8 15M4 11.4h5.4M12.6 15l2.6-6.6 2.6 6.6m-4.3-2.2h3.4"/>`);
export const minusIcon = iconOf(svg`<path d="M4.6 10h10.8"/>`);
export const plusIcon = iconOf(svg`<path d="M4.6 10h10.8M10 4.6v10.8"/>`);
