/** A geographic position, in degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** A third-party map, and its URL for a point. */
export interface MapSite {
  name: string;
  url: string;
}

/**
 * The maps a visitor can choose from, most likely first: Apple Maps on Apple devices, else OpenStreetMap. These are links only:
 * no request is made until the visitor follows one.
 */
export function mapsOf({latitude, longitude}: Point, userAgent = navigator.userAgent): readonly [MapSite, ...MapSite[]] {
  const [lat, lon] = [latitude.toFixed(6), longitude.toFixed(6)];
  const open = {name: 'OpenStreetMap', url: `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`};
  const google = {name: 'Google Maps', url: `https://www.google.com/maps/search/?api=1&query=${lat},${lon}`};
  const apple = {name: 'Apple Maps', url: `https://maps.apple.com/?ll=${lat},${lon}&q=${lat},${lon}`};
  return /\b(Macintosh|iPhone|iPad)\b/.test(userAgent) ? [apple, open, google] : [open, google, apple];
}
