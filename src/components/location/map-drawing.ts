import {html, type TemplateResult} from 'lit';

/**
 * A drawing of a map: streets, houses, water and a park in no real place. No tiles are fetched, so no map service learns who looks
 * at which place.
 */
export const mapDrawing: TemplateResult = html`<div class="map" part="map" aria-hidden="true">
  <svg class="land" viewBox="0 0 300 143" preserveAspectRatio="xMidYMid slice">
    <path
      class="house"
      d="M28 12h50v32H28zM96 4h38v30H96zM26 62h36v34H26zM164 16h44v26h-44zM172 66h58v24h-58zM244 20h40v42h-40zM92 66h52v28H92zM36 112h60v26H36z"
    />
    <path class="park" d="M176 104h66v44h-66z" />
    <path class="water" d="M300 92c-24 4-34 18-40 51h40zM0 0h16c-3 40 4 90-4 143H0z" />
    <path class="street" stroke-width="9" d="M-6 52c60 4 190-6 312 4" />
    <path class="street" stroke-width="7" d="M152-6c-6 50 10 100 4 156" />
    <path class="street" stroke-width="5" d="M14 104c70-6 130 2 240-4M84-4c2 40-4 70 0 110M236-4c-4 30-2 70 6 104M104 104v44" />
  </svg>
  <span class="pin"></span>
</div>`;
