import {coreLabels, type CoreLabels} from '../components/core-labels.ts';

/** The languages the chat speaks itself. */
export type LabelLanguage = 'en' | 'it' | 'de' | 'fr' | 'es' | 'no';

/** The closed launcher's words in every language of the chat. */
export const launcherLabels: Readonly<Record<LabelLanguage, CoreLabels>> = {
  en: coreLabels,
  it: {open_chat: 'Apri la chat', load_failed: 'Impossibile caricare la chat. Riprova.'},
  de: {open_chat: 'Chat öffnen', load_failed: 'Der Chat konnte nicht geladen werden. Bitte noch einmal versuchen.'},
  fr: {open_chat: 'Ouvrir le chat', load_failed: 'Le chat n’a pas pu être chargé. Réessayez.'},
  es: {open_chat: 'Abrir el chat', load_failed: 'No se ha podido cargar el chat. Inténtelo de nuevo.'},
  no: {open_chat: 'Åpne chatten', load_failed: 'Chatten kunne ikke lastes. Prøv igjen.'},
};

/** The language of the labels for a BCP 47 tag: both written forms of Norwegian share one set, and what is not there falls back to English. */
export function labelLanguage(tag: string): LabelLanguage {
  const base = tag
    .toLowerCase()
    .split('-')[0]!
    .replace(/^n[bn]$/, 'no');
  return Object.hasOwn(launcherLabels, base) ? (base as LabelLanguage) : 'en';
}
