import {setCustomElementsManifest, type Preview} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import manifest from '../dist/custom-elements.json';
import {labelLanguages} from '../src/widget/label-language.ts';
import {tune} from '../stories/network.ts';
import {networks, own, type Tuning} from '../stories/networks.ts';
import {auditOptions, animationsFinished} from '../test/auditing.ts';
import './preview.css';

setCustomElementsManifest(manifest);

/** What is shown, and all that it depends on but the sliders. */
let shown: {what: string; drawn: TemplateResult} | undefined;

const choices = (items: Record<string, string>): {value: string; title: string}[] =>
  Object.entries(items).map(([value, title]) => ({value, title}));

/** Each language by its own name for itself. */
const languages = Object.fromEntries(
  labelLanguages.map((language) => [language, new Intl.DisplayNames(language, {type: 'language'}).of(language) ?? language]),
);

const preview: Preview = {
  tags: ['autodocs'],
  afterEach: animationsFinished, // The audit comes behind it.
  parameters: {
    a11y: {test: 'error', options: auditOptions},
    controls: {expanded: true},
    options: {storySort: {order: ['Chat', 'Conversation', 'Parts']}},
  },
  initialGlobals: {theme: 'light', direction: 'ltr', language: 'en', width: 'panel', network: 'perfect', faults: {}},
  globalTypes: {
    theme: {description: 'Light or dark', toolbar: {icon: 'contrast', items: choices({light: 'Light', dark: 'Dark'}), dynamicTitle: true}},
    direction: {
      description: 'Reading direction',
      toolbar: {icon: 'transfer', items: choices({ltr: 'Left to right', rtl: 'Right to left'}), dynamicTitle: true},
    },
    language: {description: 'Language of chat and widget', toolbar: {icon: 'globe', items: choices(languages), dynamicTitle: true}},
    width: {
      description: 'Room the part is given',
      toolbar: {icon: 'grow', items: choices({narrow: '360 px', panel: '400 px', wide: 'All there is'}), dynamicTitle: true},
    },
    network: {
      description: 'The way to the bot, of chat and widget',
      toolbar: {
        icon: 'lightning',
        items: choices({
          ...Object.fromEntries(Object.entries(networks).map(([name, {title}]) => [name, `Network: ${title}`])),
          [own]: 'Network: as the sliders are',
        }),
        dynamicTitle: true,
      },
    },
  },
  decorators: [
    (story, {globals, id, args}) => {
      const {dataset} = document.documentElement;
      dataset['theme'] = String(globals['theme']);
      dataset['width'] = String(globals['width']);
      document.documentElement.dir = String(globals['direction']);
      document.documentElement.lang = String(globals['language']);
      const {faults, ...others} = globals;
      const what = JSON.stringify([id, others, args]);
      // Another way to the bot is another conversation, but the sliders change the one that goes on.
      if (globals['network'] === own && what === shown?.what) tune(Object(faults) as Tuning);
      else shown = {what, drawn: html`${keyed(globals['network'], story())}`};
      return shown.drawn;
    },
  ],
};

export default preview;
