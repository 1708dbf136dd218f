/** The languages that the chat has labels for. */
export const labelLanguages = [
  'ar',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'eu',
  'fi',
  'fr',
  'gl',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'nl',
  'no',
  'pl',
  'pt',
  'ro',
  'ru',
  'sv',
  'th',
  'tr',
  'uk',
  'zh',
] as const;

export type LabelLanguage = (typeof labelLanguages)[number];

/**
 * The language of the labels for a BCP 47 tag. All regions and scripts of a language share one set of labels, as do both written forms
 * of Norwegian. Unsupported languages fall back to English.
 */
export function labelLanguage(tag: string): LabelLanguage {
  const base = tag
    .toLowerCase()
    .split('-')[0]!
    .replace(/^n[bn]$/, 'no');
  return labelLanguages.find((language) => language === base) ?? 'en';
}
