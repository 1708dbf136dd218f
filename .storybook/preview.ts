import {setCustomElementsManifest, type Preview} from '@storybook/web-components-vite';
import {html} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import manifest from '../dist/custom-elements.json';
import {networks} from '../stories/network.ts';
import './preview.css';

setCustomElementsManifest(manifest);

const choices = (items: Record<string, string>): {value: string; title: string}[] =>
  Object.entries(items).map(([value, title]) => ({value, title}));

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: {test: 'error'},
    controls: {expanded: true},
    options: {storySort: {order: ['Chat', 'Conversation', 'Parts']}},
  },
  initialGlobals: {theme: 'light', direction: 'ltr', width: 'panel', network: 'perfect'},
  globalTypes: {
    theme: {description: 'Light or dark', toolbar: {icon: 'contrast', items: choices({light: 'Light', dark: 'Dark'}), dynamicTitle: true}},
    direction: {
      description: 'Reading direction',
      toolbar: {icon: 'transfer', items: choices({ltr: 'Left to right', rtl: 'Right to left'}), dynamicTitle: true},
    },
    width: {
      description: 'Room the part is given',
      toolbar: {icon: 'grow', items: choices({narrow: '360 px', panel: '400 px', wide: 'All there is'}), dynamicTitle: true},
    },
    network: {
      description: 'The way to the bot, of chat and widget',
      toolbar: {
        icon: 'lightning',
        items: choices(Object.fromEntries(Object.entries(networks).map(([name, {title}]) => [name, `Network: ${title}`]))),
        dynamicTitle: true,
      },
    },
  },
  decorators: [
    (story, {globals}) => {
      const {dataset} = document.documentElement;
      dataset['theme'] = String(globals['theme']);
      dataset['width'] = String(globals['width']);
      document.documentElement.dir = String(globals['direction']);
      return html`${keyed(globals['network'], story())}`; // Another way to the bot is another conversation.
    },
  ],
};

export default preview;
