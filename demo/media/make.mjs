// Regenerates the photographs, sound, film and guide of the lamp shop: `node demo/media/make.mjs`. The results are in the repository.
import {readFileSync, writeFileSync} from 'node:fs';
import {chromium} from '@playwright/test';
import {browserArgs, findBrowser} from '../../scripts/browser.mjs';

const here = new URL('./', import.meta.url);
const drawing = (name) => readFileSync(new URL(`../pictures/${name}.svg`, here), 'utf8');

const browser = await chromium.launch({executablePath: findBrowser(), args: browserArgs});
for (const [name, quality] of [
  ['room', 72],
  ['fjell', 60],
  ['lys', 60],
  ['natt', 60],
  ['cable', 60],
])
  await photograph(name, quality);
await film();
await browser.close();
chime();
guide();

/** Renders a drawing as a 4:3 photograph with a lens vignette. */
async function photograph(name, quality) {
  const page = await browser.newPage({viewport: {width: 800, height: 600}});
  await page.setContent(
    `<style>body{margin:0} svg{display:block;width:800px;height:600px} i{position:fixed;inset:0;background:radial-gradient(circle at 42% 40%,#fff2 0,transparent 45%,#0006 130%)}</style>${drawing(name)}<i></i>`,
  );
  writeFileSync(new URL(`${name}.jpg`, here), await page.screenshot({type: 'jpeg', quality}));
  await page.close();
}

/** A film of a little over six seconds: the pendant over the table dims up and down again. */
async function film() {
  const page = await browser.newPage();
  await page.setContent('<canvas width="480" height="270"></canvas>');
  const bytes = await page.evaluate(record, drawing('room'));
  writeFileSync(new URL('dimming.webm', here), Buffer.from(bytes));
  await page.close();
}

async function record(source) {
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([source], {type: 'image/svg+xml'}));
  await picture.decode();
  const canvas = document.querySelector('canvas');
  const paint = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(15), {mimeType: 'video/webm;codecs=vp9', videoBitsPerSecond: 60_000});
  const parts = [];
  recorder.ondataavailable = ({data}) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  const start = performance.now();
  await new Promise((resolve) => {
    const draw = (now) => {
      const share = (now - start) / 6300;
      paint.drawImage(picture, 0, -25, 480, 320);
      paint.fillStyle = `rgb(20 12 6 / ${0.72 - 0.72 * Math.sin(Math.PI * Math.min(share, 1))})`;
      paint.fillRect(0, 0, 480, 270);
      if (share < 1) requestAnimationFrame(draw);
      else resolve();
    };
    requestAnimationFrame(draw);
  });
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}

/** Three seconds of the shop's doorbell: two notes with overtones, 8 bits at 8 kHz. */
function chime() {
  const rate = 8000;
  const samples = Buffer.alloc(rate * 3);
  const strike = (seconds, pitch, after) => {
    if (seconds < after) return 0;
    const time = seconds - after;
    const partial = (factor, loudness, fade) => loudness * Math.sin(2 * Math.PI * pitch * factor * time) * Math.exp(-time * fade);
    return (partial(1, 1, 2.2) + partial(2.76, 0.4, 4) + partial(5.4, 0.15, 7)) * Math.min(1, time * 400);
  };
  for (let index = 0; index < samples.length; index++) {
    const seconds = index / rate;
    samples[index] = 128 + Math.round(62 * (strike(seconds, 659.3, 0) + strike(seconds, 523.3, 0.55)) * Math.min(1, (3 - seconds) * 8));
  }
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  writeFileSync(new URL('shop-bell.wav', here), Buffer.concat([head, samples]));
}

/** A PDF of two pages: the drawing with its dimensions, and the five steps. */
function guide() {
  const write = (size, x, y, words) => `BT /F1 ${size} Tf ${x} ${y} Td (${words}) Tj ET`;
  const drawn = [
    '0.23 0.16 0.13 rg 0.23 0.16 0.13 RG 2 w 297 780 m 297 600 l S',
    '187 520 m 193 570 240 600 297 600 c 354 600 401 570 407 520 c f',
    '0.55 0.45 0.35 RG 1 w 100 300 m 494 300 l S 140 300 m 140 200 l S 454 300 m 454 200 l S',
    '[4 3] 0 d 430 300 m 430 520 l S 187 505 m 407 505 l S [] 0 d',
    write(26, 60, 800, 'Fjell, hanging guide'),
    write(12, 438, 405, '60 to 75 cm'),
    write(12, 280, 488, '45 cm'),
    write(11, 60, 120, 'The lower rim hangs 60 to 75 cm above the table.'),
    write(11, 60, 104, 'The lamp is about a third as wide as the table is long.'),
  ].join('\n');
  const steps = [
    'Switch the fuse off.',
    'Screw the hook into the ceiling; it carries 12 kg.',
    'Shorten the cable: loosen the brass nut, pull, tighten.',
    'Connect brown to brown, blue to blue, green to green.',
    'Bulb: E27, at most 9 W LED, 2700 K. It dims to 5 %.',
  ];
  const told = [
    write(26, 60, 760, 'Five steps'),
    ...steps.map((step, index) => write(13, 60, 710 - 34 * index, `${index + 1}.  ${step}`)),
    write(11, 60, 120, 'Nordlicht, Grubbegata 14, 0179 Oslo'),
  ].join('\n');
  const page = (contents) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> >> /Contents ${contents} 0 R >>`;
  const stream = (text) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    page(5),
    page(6),
    stream(drawn),
    stream(told),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Title (Fjell, hanging guide) >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 8 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  writeFileSync(new URL('fjell-hanging-guide.pdf', here), text, 'latin1');
}
