/**
 * Normalises a language tag to the only form the official schemas accept, `en` or `it-IT`; undefined if it names no language.
 * @example normaliseLanguage('zh-Hans-CN') // 'zh-CN'
 * @example normaliseLanguage('es-419') // 'es'
 */
export function normaliseLanguage(tag: string): string | undefined {
  if (typeof tag !== 'string') return undefined;
  // After a dot or an at sign, POSIX names an encoding or a variant: en_US.UTF-8, sr_RS@latin.
  const [language = '', ...subtags] = (tag.trim().split(/[.@]/, 1)[0] ?? '').split(/[-_]/);
  if (!/^[a-z]{2,3}$/i.test(language)) return undefined;
  // A single letter begins an extension, whose subtags look like countries: en-u-ca-buddhist.
  const extension = subtags.findIndex((subtag) => subtag.length === 1);
  const country = subtags.slice(0, extension < 0 ? undefined : extension).find((subtag) => /^[a-z]{2}$/i.test(subtag));
  return country ? `${language.toLowerCase()}-${country.toUpperCase()}` : language.toLowerCase();
}
