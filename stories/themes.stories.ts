import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import {ScriptedTransport} from '../src/transport/scripted.ts';
import '../src/elements/widget.ts';
import {tap} from './shown.ts';
import './themes/bank.css';
import './themes/playful.css';
import './themes/rooms.css';
import './themes/shop.css';
import {type ThemeName, themes} from './themes/themes.ts';

function room(theme: ThemeName): TemplateResult {
  const {name, about, avatar, subtitle, note, greeting, answer} = themes[theme];
  return html`<figure>
    <figcaption><b>${name}</b>${about}</figcaption>
    <div class="room">
      <parley-widget
        class=${theme}
        open
        storage="none"
        language="en-GB"
        heading=${name}
        subtitle=${subtitle}
        avatar=${avatar}
        .transport=${new ScriptedTransport([[greeting], [answer]])}
      ><span slot="footer">${note}</span></parley-widget>
    </div>
  </figure>`;
}

const choices = Object.values(themes).map(({chosen}) => chosen);

const meta: Meta = {title: 'Chat/Themes', parameters: {layout: 'fullscreen'}};

export default meta;

const one = (theme: ThemeName): StoryObj => ({
  render: () => html`<div class="rooms">${room(theme)}</div>`,
  play: tap(themes[theme].chosen),
});

export const Bank: StoryObj = one('bank');
export const Shop: StoryObj = one('shop');
export const Playful: StoryObj = one('playful');
export const SideBySide: StoryObj = {
  render: () => html`<div class="rooms">${(Object.keys(themes) as ThemeName[]).map(room)}</div>`,
  play: tap(...choices),
};
