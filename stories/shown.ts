import {within} from 'shadow-dom-testing-library';
import {samples, sdkExamples, type SampleName} from '../demo/samples.ts';
import type {BotMessage, QuickReply, Template, TemplateElement, TextMessage} from '../src/protocol/message.ts';

/** The samples, with pictures and media from the origin of the stories. */
export const shown = samples({base: location.origin});

export function messageOf(name: SampleName): BotMessage {
  return shown[name].message;
}

/** The text of a sample. */
export function bodyOf(name: SampleName): string {
  return (messageOf(name) as TextMessage).body;
}

export function repliesOf(name: SampleName): readonly QuickReply[] {
  return (messageOf(name) as TextMessage).quick_replies ?? [];
}

/** The template of a sample that has one. */
export function templateOf(name: SampleName): Template {
  const {template} = messageOf(name) as TextMessage;
  if (!template) throw new Error(`The sample ${name} has no template`);
  return template;
}

/** The first card, slide or row of a sample. */
export function elementOf(name: SampleName): TemplateElement {
  return templateOf(name).elements?.[0] ?? {};
}

/** The first message of an example of the Bot SDK's README. */
export function sdkExample(name: string): BotMessage {
  const message = sdkExamples.find((example) => example.name === name)?.response.messages[0];
  if (!message) throw new Error(`The README has no example ${name}`);
  return message;
}

/** Enough for slow machines. */
const patience = {timeout: 15_000};

/** Plays a visitor who taps buttons one after the other, by name. */
export function tap(...names: (string | RegExp)[]): (story: {canvasElement: HTMLElement}) => Promise<void> {
  return async ({canvasElement}) => {
    for (const name of names) {
      const [first] = await within(canvasElement).findAllByShadowRole('button', {name}, patience);
      first?.click();
      await new Promise(requestAnimationFrame);
    }
  };
}

/** Plays a visitor who chooses from the menu. */
export function choose(name: string): (story: {canvasElement: HTMLElement}) => Promise<void> {
  return async ({canvasElement}) => {
    await tap('More')({canvasElement});
    (await within(canvasElement).findByShadowRole('menuitem', {name})).click();
    await within(canvasElement).findByShadowRole('dialog', {name});
  };
}

/** Plays a visitor who writes something and sends it. */
export function say(words: string): (story: {canvasElement: HTMLElement}) => Promise<void> {
  return async ({canvasElement}) => {
    const field = await within(canvasElement).findByShadowRole<HTMLTextAreaElement>('textbox', {}, patience);
    field.value = words;
    field.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
    await tap('Send')({canvasElement});
  };
}
