import {english, type Labels} from '../components/labels.ts';
import {type LabelLanguage, labelLanguage} from './launcher-labels.ts';

/** Every language but English is a chunk of its own. */
const loaders: {[L in Exclude<LabelLanguage, 'en'>]: () => Promise<Labels>} = {
  it: () => import('./locales/it.ts').then(({it}) => it),
  de: () => import('./locales/de.ts').then(({de}) => de),
  fr: () => import('./locales/fr.ts').then(({fr}) => fr),
  es: () => import('./locales/es.ts').then(({es}) => es),
  no: () => import('./locales/no.ts').then(({no}) => no),
};

/**
 * The chat's words in a language; English where there is none of them. Never rejects: words that cannot be loaded are English, and the
 * console says so.
 *
 * @param tag BCP 47.
 */
export async function loadLabels(tag: string): Promise<Labels> {
  const language = labelLanguage(tag);
  if (language === 'en') return english;
  try {
    return await loaders[language]();
  } catch (error) {
    console.warn(`Parley: the labels for "${language}" could not be loaded, so they are English.`, error);
    return english;
  }
}
