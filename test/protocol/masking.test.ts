import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {maskDraft, maskSensitive, findSensitive} from '../../src/protocol/masking.ts';

/** Test numbers published by card brands, as people write them, and the last digits that stay visible. */
const cards: readonly (readonly [name: string, written: string, last: string])[] = [
  ['Visa', '4111111111111111', '1111'],
  ['Visa in groups of four', '4111 1111 1111 1111', '1111'],
  ['Visa with hyphens', '4012-8888-8888-1881', '1881'],
  ['Visa with dots', '4012.8888.8888.1881', '1881'],
  ['Visa with en dashes', '4242–4242–4242–4242', '4242'],
  ['Visa with no-break spaces', '4242\u00a04242\u00a04242\u00a04242', '4242'],
  ['Visa with narrow spaces', '4242\u202f4242\u202f4242\u202f4242', '4242'],
  ['Visa with zero-width spaces', '4242\u200b4242\u200b4242\u200b4242', '4242'],
  ['Visa with em dashes', '4242—4242—4242—4242', '4242'],
  ['Visa with minus signs', '4242−4242−4242−4242', '4242'],
  ['Visa with soft hyphens', '4242\u00ad4242\u00ad4242\u00ad4242', '4242'],
  ['Visa with ideographic spaces', '4242\u30004242\u30004242\u30004242', '4242'],
  ['Visa with two spaces', '4111  1111  1111  1111', '1111'],
  ['Visa with tabs', '4111\t1111\t1111\t1111', '1111'],
  ['Visa with spaced hyphens', '4111 - 1111 - 1111 - 1111', '1111'],
  ['Visa on two lines', '4111 1111\n1111 1111', '1111'],
  ['Visa on four lines', '4111\r\n1111\r\n1111\r\n1111', '1111'],
  ['Visa with a missing space', '4111 11111111 1111', '1111'],
  ['Visa in groups of eight', '41111111 11111111', '1111'],
  ['Visa of 13 digits', '4222222222222', '2222'],
  ['Visa of 13 digits that would be a bar code number without its groups', '4222 2222 2260 2', '2602'],
  ['Visa of 19 digits', '4000000000000000006', '0006'],
  ['Visa in Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١', '1111'],
  ['Visa in Persian digits', '۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱', '1111'],
  ['Visa in Devanagari digits', '४१११ ११११ ११११ ११११', '1111'],
  ['Visa in fullwidth digits', '４１１１１１１１１１１１１１１１', '1111'],
  ['Mastercard', '5555555555554444', '4444'],
  ['Mastercard in groups of four', '5105 1051 0510 5100', '5100'],
  ['Mastercard of the 2-series', '2223003122003222', '3222'],
  ['Mastercard at the end of the 2-series', '2720 9900 0000 0007', '0007'],
  ['American Express', '378282246310005', '0005'],
  ['American Express in its own groups', '3714 496353 98431', '8431'],
  ['American Express for companies', '3787-344936-71000', '1000'],
  ['Diners Club', '30569309025904', '5904'],
  ['Diners Club in its own groups', '3056 930902 5904', '5904'],
  ['Diners Club of 16 digits', '36227206271667', '1667'],
  ['Discover', '6011111111111117', '1117'],
  ['Discover in groups of four', '6011 0009 9013 9424', '9424'],
  ['JCB', '3530111333300000', '0000'],
  ['JCB in groups of four', '3566 0020 2036 0505', '0505'],
  ['UnionPay', '6200000000000005', '0005'],
  ['UnionPay of 19 digits', '6205500000000000004', '0004'],
  ['Maestro', '6759649826438453', '8453'],
  ['Maestro starting with 50', '5018 0000 0009', ''],
  ['Maestro of 16 digits starting with 50', '5020 6200 0000 0000', '0000'],
  ['Mir', '2200000000000004', '0004'],
  ['RuPay', '6074 8200 0000 0009', '0009'],
];

/** The example of each country in the IBAN registry, as printed. */
const ibans: readonly string[] = [
  'AD12 0001 2030 2003 5910 0100',
  'AE07 0331 2345 6789 0123 456',
  'AT61 1904 3002 3457 3201',
  'BE68 5390 0754 7034',
  'BG80 BNBG 9661 1020 3456 78',
  'BR18 0036 0305 0000 1000 9795 493C 1',
  'CH93 0076 2011 6238 5295 7',
  'CZ65 0800 0000 1920 0014 5399',
  'DE89 3704 0044 0532 0130 00',
  'DK50 0040 0440 1162 43',
  'EE38 2200 2210 2014 5685',
  'ES91 2100 0418 4502 0005 1332',
  'FI21 1234 5600 0007 85',
  'FR14 2004 1010 0505 0001 3M02 606',
  'GB29 NWBK 6016 1331 9268 19',
  'GR16 0110 1250 0000 0001 2300 695',
  'HR12 1001 0051 8630 0016 0',
  'HU42 1177 3016 1111 1018 0000 0000',
  'IE29 AIBK 9311 5212 3456 78',
  'IL62 0108 0000 0009 9999 999',
  'IS14 0159 2600 7654 5510 7303 39',
  'IT60 X054 2811 1010 0000 0123 456',
  'LT12 1000 0111 0100 1000',
  'LU28 0019 4006 4475 0000',
  'LV80 BANK 0000 4351 9500 1',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  'NL91 ABNA 0417 1643 00',
  'NO93 8601 1117 947',
  'PL61 1090 1014 0000 0712 1981 2874',
  'PT50 0002 0123 1234 5678 9015 4',
  'RO49 AAAA 1B31 0075 9384 0000',
  'SA03 8000 0000 6080 1016 7519',
  'SE45 5000 0000 0583 9825 7466',
  'SI56 2633 0001 2039 086',
  'SK31 1200 0000 1987 4263 7541',
  'TR33 0006 1005 1978 6457 8413 26',
];

const mails: readonly string[] = [
  'john@example.com',
  'john.doe@mail.example.co.uk',
  'j@x.io',
  'John.Doe+shop@Example.COM',
  "o'brien@example.ie",
  'first_last-name@sub-domain.example.museum',
  '1234567@student.example.edu',
  'jürgen@bücher.example',
  'почта@пример.рф',
  'info@xn--bcher-kva.xn--p1ai',
  'सूचना@उदाहरण.भारत',
  'ข้อมูล@ตัวอย่าง.ไทย',
  '4111111111111111@example.com',
];

/** Text that looks similar but is something else. */
const harmless: readonly (readonly [name: string, text: string])[] = [
  ['a card number with a wrong check digit', '4111 1111 1111 1112'],
  ['a card number of a length Visa does not use', '411111111111116'],
  ['an IBAN with a wrong check digit', 'DE88 3704 0044 0532 0130 00'],
  ['an IBAN of the wrong length', 'NO93 8601 1117 94'],
  ['an IBAN of an unknown country', 'XX82 1234 5678 9012 3456'],
  ['an IBAN in a longer word', 'NO93860111179471'],
  ['order number', 'Order 1000023456'],
  ['order number with letters', 'ORD-2026-000123456789'],
  ['order number of sixteen digits', '1000200030004000'],
  ['order number of eighteen digits', '202611201504051234'],
  ['invoice number', 'INV 2026/11/000451'],
  ['payment reference', '00123 45678 90123 45678 90123'],
  ['article number (EAN)', '4006381333931'],
  ['article number (EAN) of Japan', '4901234567894'],
  ['ISBN', '978-3-16-148410-0'],
  ['ISBN without hyphens', '9783161484100'],
  ['UPS tracking number', '1Z999AA10123456784'],
  ['USPS tracking number', '9400 1000 0000 0000 0000 00'],
  ['USPS tracking number without spaces', '9400111899223100001234'],
  ['FedEx tracking number', '9612019000000000000000'],
  ['DHL tracking number', 'JD014600006281230704'],
  ['GLS tracking number', '45678901234'],
  ['postal tracking number', 'RR123456785NO'],
  ['SSCC of eighteen digits', '003400000000000000'],
  ['phone number', '+47 22 33 44 55'],
  ['phone number of Germany', '+49 151 23456789'],
  ['phone number of thirteen digits', '+4915123456789'],
  ['phone number of fifteen digits', '+411111111111111'],
  ['phone number of the United States', '(415) 555-2671'],
  ['phone number with a country', '1-800-555-0199'],
  ['phone number with two zeros', '0049 1512 3456789'],
  ['two phone numbers', '22 33 44 55 / 99 88 77 66'],
  ['phone numbers on two lines', '41 11 11 11\n11 11 11 11'],
  ['phone numbers on two lines, without spaces', '41111111\n11111111'],
  ['date', '20.11.2026'],
  ['ISO date', '2026-11-20'],
  ['two dates', '2026-11-20 – 2026-11-27'],
  ['dates of a journey', '20-11-2026 27-11-2026'],
  ['ISO timestamp', '2026-11-20T15:04:05.123Z'],
  ['timestamp in digits', '20261120150405'],
  ['milliseconds since 1970', '1763650000000'],
  ['microseconds since 1970', '1763650000000000'],
  ['opening hours', '09:00-17:00 10:00-16:00'],
  ['price', '1 234 567,89 kr'],
  ['large price', '4 111 111 111 111 kr'],
  ['price with points', '4.111.111.111.111,00 €'],
  ['coordinates', '59.913868, 10.752245'],
  ['coordinates with many digits', '59.91386880000001, 10.752245400000001'],
  ['coordinates west of Greenwich', '-122.4194155'],
  ['fraction that is a card otherwise', '0.4111111111111111'],
  ['fraction with a comma that is a card otherwise', '3,4111111111111111'],
  ['pi', '3.14159265358979323846'],
  ['handle', '@parley'],
  ['handle with a dot', '@john.doe'],
  ['fediverse handle', '@user@mastodon.social'],
  ['at a time', 'Meet me @ 5.30'],
  ['price each', '3@1.50'],
  ['word at a word', 'me@home'],
  ['file name of a high-density image', 'icon@2x.png'],
  ['package', 'lodash@4.17.21'],
  ['scoped package', '@vivocha/public-types@1.2.1'],
  ['repository', 'git@github.com:lit/lit.git'],
  ['URL with a user name', 'https://user@host.example/path'],
  ['URL of a map', 'https://maps.example/@59.91,10.75,12z'],
  ['host', 'www.example.com'],
  ['UUID', '550e8400-e29b-41d4-a716-446655440000'],
  ['UUID of digits', '12345678-1234-4111-8111-111111111111'],
  ['digest', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['IMEI', '356938035643809'],
  ['SIM card', '8944110000000000008'],
  ['vehicle identification number', 'WVWZZZ1JZXW000001'],
  ['IPv4 address', '192.168.100.200'],
  ['IPv6 address', '2001:db8:4111:1111:1111:1111:0:1'],
  ['MAC address', '41-11-11-11-11-11'],
  ['version', '4.11.11.11'],
  ['licence key', 'A4111-11111-B1111-11111'],
  ['organisation number', 'NO 987 654 321 MVA'],
  ['tax number', 'DE123456789'],
  ['bank account of Norway', '8601 11 17947'],
  ['social security number', '078-05-1120'],
  ['birthday and number', '010190 12345'],
  ['postal codes', '0150 5003 7010 9008'],
  ['years', '1999 2003 2007 2011 2015'],
  ['sizes', '2000 x 1200 x 45 mm'],
  ['room and floor', 'B4 12, 3rd floor'],
  ['zeros', '0000 0000 0000 0000'],
  ['binary', '01000001 01100010'],
  ['counting', '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16'],
  ['a long number', '41111111111111111111'],
  ['a number in a word', 'x4111111111111111'],
  ['a number before a word', '4111111111111111x'],
];

describe('a payment card number', () => {
  test.each(cards.filter(([, , last]) => last))('is found and masked except for its last four characters: %s', (_, written, last) => {
    expect(findSensitive(written)).toEqual([{kind: 'card', start: 0, end: written.length, masked: `•••• ${last}`}]);
    for (const around of ['My card is #.', '(#)', '"#",', 'a\n#\nb', 'card:#', '# 12/27', '# 12/27 123', '20.11.2026 #', '#, #'])
      expect(maskSensitive(around.replaceAll('#', written)), around).toBe(around.replaceAll('#', `•••• ${last}`));
  });

  test('of less than 13 digits is not masked', () => {
    expect(findSensitive('5018 0000 0009')).toEqual([]);
  });

  test('is found next to other numbers, separated only by spaces', () => {
    expect(maskSensitive('4111 1111 1111 1111 123')).toBe('•••• 1111 123');
    expect(maskSensitive('2026 4111 1111 1111 1111')).toBe('2026 •••• 1111');
    expect(maskSensitive('4111 1111 1111 1111 5555 5555 5555 4444')).toBe('•••• 1111 •••• 4444');
  });
});

describe('an IBAN', () => {
  test('is known for at least 36 countries', () => {
    expect(new Set(ibans.map((iban) => iban.slice(0, 2))).size).toBeGreaterThanOrEqual(36);
  });

  test.each(ibans)('is found and masked except for its last four characters: %s', (iban) => {
    const bare = iban.replaceAll(' ', '');
    const ways = [
      iban,
      bare,
      iban.toLowerCase(),
      iban.replaceAll(' ', '-'),
      `${iban.slice(0, 2)} ${bare.slice(2)}`,
      iban.replaceAll(' ', '\u00a0'),
      iban.replaceAll(' ', '  '),
      iban.replace(' ', '\n'),
    ];
    for (const written of ways) {
      const hidden = `•••• ${written.replace(/[\s-]/g, '').slice(-4)}`;
      expect(findSensitive(written)).toEqual([{kind: 'iban', start: 0, end: written.length, masked: hidden}]);
      for (const around of ['IBAN: #.', '(#)', 'to # please', '# 20.11.2026'])
        expect(maskSensitive(around.replace('#', written)), around).toBe(around.replace('#', hidden));
    }
  });

  test.each(ibans)('with two swapped characters is not masked: %s', (iban) => {
    const bare = iban.replaceAll(' ', '');
    const at = Array.from(bare).findIndex((sign, index) => index > 4 && sign !== bare[index + 1]);
    const swapped = `${bare.slice(0, at)}${bare[at + 1]}${bare[at]}${bare.slice(at + 2)}`;
    expect(findSensitive(swapped).filter(({kind}) => kind === 'iban')).toEqual([]);
  });
});

describe('an e-mail address', () => {
  test.each(mails)('is found and masked except for its first character: %s', (mail) => {
    const hidden = `${Array.from(mail)[0]}•••@•••`;
    expect(findSensitive(mail)).toEqual([{kind: 'email', start: 0, end: mail.length, masked: hidden}]);
    for (const around of ['Write to # please', '<#>', '#, #', 'mailto:#', '(#).', 'a\n#', 'https://shop.example/?mail=#&x=1'])
      expect(maskSensitive(around.replaceAll('#', mail)), around).toBe(around.replaceAll('#', hidden));
  });
});

test('an e-mail address with a fullwidth @ is found', () => {
  expect(maskSensitive('john＠example.com')).toBe('j•••@•••');
});

describe('harmless text', () => {
  test('has at least sixty examples', () => {
    expect(harmless.length).toBeGreaterThanOrEqual(60);
  });

  test.each(harmless)('is not masked: %s', (_, text) => {
    for (const around of ['#', 'It is #.', '(#)', '# please', 'a\n#\nb'])
      expect(maskSensitive(around.replace('#', text))).toBe(around.replace('#', text));
  });
});

test('several matches are found in order', () => {
  const text = 'john@example.com pays NO93 8601 1117 947 with 4111 1111 1111 1111';
  expect(findSensitive(text).map(({kind}) => kind)).toEqual(['email', 'iban', 'card']);
  expect(maskSensitive(text)).toBe('j•••@••• pays •••• 7947 with •••• 1111');
});

test('masked text contains nothing more to mask', () => {
  const piece = fc.oneof(
    fc.constantFrom(...cards.map(([, written]) => written), ...ibans, ...mails, ...harmless.map(([, text]) => text)),
    fc.string({unit: 'grapheme', maxLength: 12}),
    fc.constantFrom(' ', '-', '.', '@', '', '\n'),
  );
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 12}), (pieces) => {
      const text = pieces.join('');
      expect(findSensitive(maskSensitive(text))).toEqual([]);
      expect(findSensitive(maskDraft(text))).toEqual([]);
    }),
    {numRuns: 500},
  );
});

describe('a stored draft', () => {
  test('never contains more than eight digits of a number, at any point while it is typed', () => {
    for (const number of [...cards.filter(([, , last]) => last).map(([, written]) => written), ...ibans]) {
      for (const written of [number, `Pay by ${number}`, `${number} is mine`]) {
        for (let length = 1; length <= written.length; length++) {
          const kept = maskDraft(written.slice(0, length)).replace(/[\s\u200b\u00ad.–—−-]/g, '');
          for (const run of kept.matchAll(/[\p{Nd}A-Z]*\p{Nd}{2}[\p{Nd}A-Z]*/gu)) expect(run[0].length, kept).toBeLessThanOrEqual(8);
        }
      }
    }
  });

  test('contains only the first character of an e-mail address once the @ is typed', () => {
    for (const mail of mails)
      for (let length = mail.indexOf('@') + 1; length <= mail.length; length++)
        expect(maskDraft(`It is ${mail.slice(0, length)}`)).toBe(`It is ${Array.from(mail)[0]}•••@•••`);
  });

  test('is otherwise unchanged', () => {
    for (const text of ['', 'Hello', 'A lamp of 60 cm, on 20.11.2026 at 15:04', '@parley', 'Order 1234-567', 'call 22 33 44 55'])
      expect(maskDraft(text)).toBe(text);
  });
});

test('masking is fast for repetitive text', () => {
  const many = 5_000;
  for (const text of [
    '4',
    '41 ',
    '4-',
    'a@',
    'a.',
    'DE89',
    'DE89 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7; ',
    'de',
    '@',
    'a@a.',
    '4111 ',
    'NO93 8601 ',
    '1.1,',
    'é',
  ].map((one) => one.repeat(many / one.length))) {
    const before = performance.now();
    findSensitive(text);
    maskDraft(text);
    expect(performance.now() - before, text.slice(0, 10)).toBeLessThan(1_000);
  }
});
