import {english, type Labels} from '../components/labels.ts';
import {type LabelLanguage, labelLanguage} from './label-language.ts';

/** Every language except English is a chunk of its own. */
const loaders: {[L in Exclude<LabelLanguage, 'en'>]: () => Promise<Readonly<Record<L, Labels>>>} = {
  ar: () => import('./locales/ar.ts'),
  ca: () => import('./locales/ca.ts'),
  cs: () => import('./locales/cs.ts'),
  da: () => import('./locales/da.ts'),
  de: () => import('./locales/de.ts'),
  el: () => import('./locales/el.ts'),
  es: () => import('./locales/es.ts'),
  eu: () => import('./locales/eu.ts'),
  fi: () => import('./locales/fi.ts'),
  fr: () => import('./locales/fr.ts'),
  gl: () => import('./locales/gl.ts'),
  hu: () => import('./locales/hu.ts'),
  id: () => import('./locales/id.ts'),
  it: () => import('./locales/it.ts'),
  ja: () => import('./locales/ja.ts'),
  ko: () => import('./locales/ko.ts'),
  nl: () => import('./locales/nl.ts'),
  no: () => import('./locales/no.ts'),
  pl: () => import('./locales/pl.ts'),
  pt: () => import('./locales/pt.ts'),
  ro: () => import('./locales/ro.ts'),
  ru: () => import('./locales/ru.ts'),
  sv: () => import('./locales/sv.ts'),
  th: () => import('./locales/th.ts'),
  tr: () => import('./locales/tr.ts'),
  uk: () => import('./locales/uk.ts'),
  zh: () => import('./locales/zh.ts'),
};

/**
 * Loads the chat's labels in a language; unsupported languages get the English ones. Never rejects: if loading fails, this is logged and
 * the labels are English.
 *
 * @param tag A BCP 47 tag.
 */
export async function loadLabels(tag: string): Promise<Labels> {
  const language = labelLanguage(tag);
  if (language === 'en') return english;
  try {
    const module: Partial<Record<LabelLanguage, Labels>> = await loaders[language]();
    return module[language] ?? english;
  } catch (error) {
    console.warn(`Parley: the labels for "${language}" could not be loaded, so they are English.`, error);
    return english;
  }
}
