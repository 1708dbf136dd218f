import {crc32, deflateSync} from 'node:zlib';

/** Share of the quantization error that is diffused. All of it would be visible as grain, and double the size. */
const strength = 0.5;

/**
 * Encodes a PNG of at most 256 colours, a third of the size of what a browser writes.
 * @param {{width: number, height: number, pixels: Uint8Array}} picture Four bytes per pixel, RGBA; alpha is dropped.
 * @returns {Buffer}
 */
export function smallPng({width, height, pixels}) {
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf(counts);
  const rows = drawn({width, height, pixels}, palette);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, {level: 9})),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Rows of palette indices, each after its filter byte, which is 0. Diffuses the error to neighbouring pixels (Floyd-Steinberg). */
function drawn({width, height, pixels}, palette) {
  const places = new Map();
  const placeOf = (colour) => places.get(colour) ?? places.set(colour, nearest(palette, channels(colour))).get(colour);
  const wanted = Float32Array.from(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const [red, green, blue] = wanted.subarray(at, at + 3).map((value) => Math.min(255, Math.max(0, Math.round(value))));
      const place = placeOf((red << 16) | (green << 8) | blue);
      rows[y * (width + 1) + x + 1] = place;
      for (let channel = 0; channel < 3; channel++) {
        const off = (wanted[at + channel] - palette[place][channel]) * strength;
        if (Math.abs(off) < 0.4) continue;
        if (x + 1 < width) wanted[at + 4 + channel] += (off * 7) / 16;
        if (y + 1 === height) continue;
        const below = at + width * 4 + channel;
        if (x > 0) wanted[below - 4] += (off * 3) / 16;
        wanted[below] += (off * 5) / 16;
        if (x + 1 < width) wanted[below + 4] += off / 16;
      }
    }
  return rows;
}

/** Median cut: splits the box of colours with the greatest spread until there are 256, and takes the mean of each. */
function paletteOf(counts) {
  const boxes = [boxOf([...counts].map(([colour, count]) => ({channels: channels(colour), count})))];
  while (boxes.length < 256) {
    const worst = boxes.reduce((most, box) => (box.spread > most.spread ? box : most));
    if (worst.spread === 0) break;
    const {colours, widest} = worst;
    colours.sort((one, other) => one.channels[widest] - other.channels[widest]);
    let left = colours.reduce((sum, {count}) => sum + count, 0) / 2;
    let cut = 0;
    while (cut < colours.length - 1 && (left -= colours[cut].count) > 0) cut++;
    boxes.splice(boxes.indexOf(worst), 1, boxOf(colours.slice(0, Math.max(cut, 1))), boxOf(colours.slice(Math.max(cut, 1))));
  }
  return boxes.map(({middle}) => middle.map(Math.round));
}

function boxOf(colours) {
  const total = colours.reduce((sum, {count}) => sum + count, 0);
  const middle = [0, 1, 2].map((channel) => colours.reduce((sum, {channels, count}) => sum + channels[channel] * count, 0) / total);
  // The square root of the count, so that large plain areas do not take all colours from small pictures.
  const spreads = [0, 1, 2].map((channel) =>
    colours.reduce((sum, {channels, count}) => sum + (channels[channel] - middle[channel]) ** 2 * Math.sqrt(count), 0),
  );
  const spread = colours.length > 1 ? Math.max(...spreads) : 0;
  return {colours, middle, spread, widest: spreads.indexOf(spread)};
}

function nearest(palette, [red, green, blue]) {
  let best = 0;
  let least = Infinity;
  for (const [at, [r, g, b]] of palette.entries()) {
    const distance = (red - r) ** 2 * 2 + (green - g) ** 2 * 4 + (blue - b) ** 2 * 3;
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}

const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function chunk(type, data) {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
