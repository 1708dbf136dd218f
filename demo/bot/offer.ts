import type {Lamp} from '../catalogue.ts';

/** An offer as a PDF of one page. */
export function offerOf({name, price, line}: Lamp, customer: string | undefined, now: Date): Uint8Array {
  const date = (days: number): string =>
    new Intl.DateTimeFormat('en-GB', {dateStyle: 'long', timeZone: 'Europe/Oslo'}).format(now.getTime() + days * 86_400_000);
  return pdf([
    [22, 'Nordlicht'],
    [11, 'Grubbegata 14, 0179 Oslo'],
    [11, ''],
    [16, `Offer${customer ? ` for ${customer}` : ''}`],
    [11, date(0)],
    [11, ''],
    [13, `${name}, ${price} EUR`],
    [11, line],
    [11, ''],
    [11, `Made for you in two weeks, repaired for life. Good until ${date(14)}.`],
  ]);
}

/** A PDF with one A4 page of lines from the top, each with its font size in points. */
function pdf(lines: readonly (readonly [size: number, words: string])[]): Uint8Array {
  const words = lines.map(([size, text]) => `/F ${size} Tf ${size * 1.6} TL (${escapePdf(text)}) '`).join('\n');
  const content = `BT 72 790 Td\n${words}\nET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** Escapes a PDF string, without characters that the font lacks. */
function escapePdf(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').replace(/[\\()]/g, '\\$&');
}
