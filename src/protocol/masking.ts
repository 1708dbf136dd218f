/** What a visitor had better not send to a bot. */
export type SensitiveKind = 'card' | 'iban' | 'email';

/** Something sensitive in a text: from `start` up to, not including, `end` (UTF-16 units). */
export interface Finding {
  kind: SensitiveKind;
  start: number;
  end: number;
  /** What may stand in its place: the last four characters of a number, the first of an address. */
  masked: string;
}

/** The zeros of other scripts; each is followed by its nine other digits. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
const nonAsciiDigit = /[٠-٩۰-۹०-९০-৯๐-๙０-９]/g;

/** What may stand once between two digits of a number, beside nothing. */
const gap = String.raw`[ \u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u2060\u2212\u3000\ufeff.\-]`;
/** What may stand between two groups: a line that ends, spaces around a hyphen. */
const wideGap = String.raw`[\s\u2010-\u2015\u2212\-]{1,3}`;
/** Digits with gaps, wide ones behind groups of four alone: phone numbers too stand below each other. Where a gap is wider, another number begins. */
const digitRun = new RegExp(String.raw`\d+(?:(?:${gap}|(?<=\b\d{4})${wideGap})\d+)*`, 'g');
const separators = new RegExp(String.raw`${gap}|\s`, 'g');
/** A sign of an account number with what may stand behind it, which can be read in one way only, or looking in vain would take for ever. */
const ibanCharacter = String.raw`[a-z0-9][\s\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212.\-]{0,3}`;

/** Beginnings of card numbers, and how many digits follow from each. */
const brands: readonly (readonly [beginning: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]], // Visa
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(?:30[0-5]|3095|3[689])/, [14, 16, 17, 18, 19]], // Diners Club
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]], // JCB
  [/^(?:6011|64[4-9]|65|62|81)/, [16, 17, 18, 19]], // Discover, UnionPay
  [/^(?:50|5[68]|6304|6390|67)/, [13, 14, 15, 16, 17, 18, 19]], // Maestro, Elo, Verve
  [/^220[0-4]/, [16, 17, 18, 19]], // Mir
  [/^(?:60|63[6-9]|82|8600|9860|9792)/, [16]], // RuPay, Hipercard, InstaPayment, Uzcard, Humo, Troy
];

/** How many characters an account number has, by country. */
const ibanLengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 ' +
    'MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ' +
    'SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const ibanBeginning = new RegExp(String.raw`(?<![\p{L}\d])([a-z]{2})${gap}?\d${gap}?\d(?=(?:${gap}|${wideGap})?[a-z0-9])`, 'giu');

/** Something before an `@`, and a host with a top-level name behind it. No user name of an address, no `icon@2x.png`, no `git@host:path`. */
const emailPattern =
  /(?<![\p{L}\p{M}\p{N}.!#$%'*+/^_`{|}~@-])[\p{L}\p{M}\p{N}.!#$%'*+^_`{|}~-]{1,64}@(?!\d+x\.)(?:[\p{L}\p{M}\p{N}-]{1,63}\.)+(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})(?![\p{L}\p{M}\p{N}-]|\.[\p{L}\p{N}]|:[\w.~-]*\/)/giu;

/**
 * Card numbers (known beginnings and lengths, check digit), account numbers (known countries and lengths, check digits) and e-mail
 * addresses in a text, in their order. Numbers may be written with spaces, hyphens or points, on several lines, and in the digits of other scripts.
 */
export function findSensitive(text: string): Finding[] {
  const plain = normaliseDigits(text);
  return mergeOverlaps([...findEmails(plain), ...findIbans(plain), ...findCards(plain)]);
}

/** The text with something harmless in place of whatever is found in it. */
export function maskSensitive(text: string): string {
  let result = text;
  // What is left of one may belong to another that overlapped it.
  for (let findings = findSensitive(result); findings.length; findings = findSensitive(result)) result = applyMasks(result, findings);
  return result;
}

function applyMasks(text: string, findings: readonly Finding[]): string {
  return findings.toReversed().reduce((said, {start, end, masked: shown}) => said.slice(0, start) + shown + said.slice(end), text);
}

/**
 * What of a text that is still being written may be kept: masked, and without what may become a number or an address. Of a number no
 * more than eight digits are left, which name a bank at most.
 */
export function maskDraft(text: string): string {
  const plain = normaliseDigits(text);
  const incomplete: Finding[] = [
    ...[...plain.matchAll(/(?<![^\s@])[^\s@]+@[^\s@]*/gu)].map(({index, 0: written}) => findingOf('email', index, written)),
    ...[...plain.matchAll(ibanBeginning)]
      .filter(([written, country = '']) => ibanLengths.has(country.toUpperCase()) && written.length === 4)
      .map(({index}) => fullyMasked('iban', index, latestIbanEnd(plain, index))),
    ...[...plain.matchAll(digitRun)].map(({index, 0: run}) => fullyMasked('card', index, index + run.length)),
  ].filter(({kind, start, end}) => kind === 'email' || plain.slice(start, end).replace(separators, '').length > 8);
  return maskSensitive(applyMasks(text, mergeOverlaps([...findSensitive(text), ...incomplete])));
}

/** Findings without overlaps: of two that do, the one that begins first hides both. */
function mergeOverlaps(findings: readonly Finding[]): Finding[] {
  const merged: Finding[] = [];
  for (const one of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
    else merged.push({...one});
  }
  return merged;
}

/** The digits of other scripts, and the wide sign of an address, as ours, each in its place. */
function normaliseDigits(text: string): string {
  return text.replaceAll('＠', '@').replace(nonAsciiDigit, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - zeros.findLast((zero) => zero <= code)!);
  });
}

function findEmails(text: string): Finding[] {
  return [...text.matchAll(emailPattern)].map(({index, 0: address}) => findingOf('email', index, address));
}

function findIbans(text: string): Finding[] {
  return [...text.matchAll(ibanBeginning)].flatMap(({index, 1: country = ''}) => {
    const length = ibanLengths.get(country.toUpperCase());
    const end = length && endOfIban(text, index, length);
    if (!end || /^[\p{L}\d]/u.test(text.slice(end))) return [];
    const written = text.slice(index, end);
    return isIban(written.replace(separators, '')) ? [findingOf('iban', index, written)] : [];
  });
}

/** Where so many letters and digits from a place on end; undefined where there are less. */
function endOfIban(text: string, from: number, count: number): number | undefined {
  const match = new RegExp(String.raw`(?:${ibanCharacter}){${count - 1}}[a-z0-9]`, 'iy');
  match.lastIndex = from;
  return match.test(text) ? match.lastIndex : undefined;
}

/** Where an account number that begins at a place ends at the latest: no country has more than 34 characters. */
function latestIbanEnd(text: string, from: number): number {
  const match = new RegExp(String.raw`(?:${ibanCharacter}){1,34}`, 'iy');
  match.lastIndex = from;
  return match.test(text) ? match.lastIndex : from;
}

/** ISO 13616: the number with its first four characters at its end, letters as numbers from 10 on, leaves 1 when parted by 97. */
function isIban(iban: string): boolean {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function findCards(text: string): Finding[] {
  return [...text.matchAll(digitRun)].flatMap(({index, 0: run}) => cardsInRun(run, index, text));
}

/** Cards in a run of digits: whole groups of them, since a date or a code may stand beside. */
function cardsInRun(run: string, at: number, text: string): Finding[] {
  const groups = [...run.matchAll(/\d+/g)].map(({index, 0: digits}) => ({start: at + index, end: at + index + digits.length, digits}));
  const found: Finding[] = [];
  for (let first = 0; first < groups.length; first++) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length < 19; last++) {
      digits += groups[last]!.digits;
      const [start, end] = [groups[first]!.start, groups[last]!.end];
      if (!isCard(digits, groups.slice(first, last + 1)) || !isStandalone(text, start, end)) continue;
      found.push(findingOf('card', start, text.slice(start, end)));
      first = last;
      break;
    }
  }
  return found;
}

function isCard(digits: string, groups: readonly {digits: string}[]): boolean {
  const {length} = digits;
  if (length < 13 || length > 19 || !isCardGrouping(groups.map((group) => group.digits.length))) return false;
  if (!brands.some(([beginning, lengths]) => beginning.test(digits) && lengths.includes(length))) return false;
  return isLuhnValid(digits) && !(length === 13 && groups.length === 1 && isEan13(digits));
}

/** Groups as cards are written in: of one length but the last, of fours with a space forgotten, or four, six and the rest. No thousands, no decimals, no phone numbers. */
function isCardGrouping([first = 0, ...more]: readonly number[]): boolean {
  if ([first, ...more].every((length) => length % 4 === 0) || !more.length) return true;
  const last = more.at(-1)!;
  if (first === 4 && more[0] === 6 && more.length === 2) return last === 4 || last === 5;
  return first > 1 && last <= first + 1 && more.slice(0, -1).every((length) => length === first);
}

/** Not part of a word, a phone number or a fraction. */
function isStandalone(text: string, start: number, end: number): boolean {
  return !/[\p{L}_+]$|(?<!\d)\d{1,3}[.,]$/u.test(text.slice(Math.max(0, start - 5), start)) && !/^[\p{L}_]/u.test(text.slice(end, end + 2));
}

/** Luhn's check: every second digit from the end counts twice. */
function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.at(-1 - index));
    sum += index % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

/** The number below a bar code, whose own check digit is another one. */
function isEan13(digits: string): boolean {
  return Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * (index % 2 ? 3 : 1), 0) % 10 === 0;
}

function findingOf(kind: SensitiveKind, start: number, written: string): Finding {
  const shown = kind === 'email' ? `${Array.from(written)[0]}•••@•••` : `•••• ${written.replace(separators, '').slice(-4)}`;
  return {kind, start, end: start + written.length, masked: shown};
}

function fullyMasked(kind: SensitiveKind, start: number, end: number): Finding {
  return {kind, start, end, masked: '••••'};
}
