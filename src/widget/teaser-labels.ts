import type {LabelLanguage} from './launcher-labels.ts';

/** The one word the teaser says itself, in every language of the chat. */
export const teaserLabels: Readonly<Record<LabelLanguage, {dismiss: string}>> = {
  en: {dismiss: 'Dismiss'},
  it: {dismiss: 'Chiudi'},
  de: {dismiss: 'Schließen'},
  fr: {dismiss: 'Fermer'},
  es: {dismiss: 'Cerrar'},
  no: {dismiss: 'Lukk'},
};
