import {expect} from 'chai';
import {define, freeName} from '../../src/components/define.ts';
import {ScriptedTransport} from '../../src/transport/scripted.ts';
import type {ParleyChat} from '../../src/widget/chat.ts';
import {until} from '../components/until.ts';

const createElementClass = () => class extends HTMLElement {};

describe('several copies of the package on a page', () => {
  it('keep the original names for the first copy, and give each later copy its own, once', () => {
    const [first, second, third] = [createElementClass(), createElementClass(), createElementClass()];
    expect(freeName('parley-tried')).to.equal('parley-tried');
    for (const copy of [first, second, second, first, third, third]) define('parley-tried', copy);
    expect([first, second, third].map((copy) => customElements.getName(copy))).to.deep.equal([
      'parley-tried',
      'parley-tried-source',
      'parley-tried-source-source',
    ]);
    expect(freeName('parley-tried')).to.equal('parley-tried-source-source-source');
  });

  it('use their own transcript element, whose parts the page can style', async () => {
    const theirs = [createElementClass(), createElementClass()];
    customElements.define('parley-transcript', theirs[0]!);
    customElements.define('parley-chat', theirs[1]!);
    const elements = await import('../../src/elements/chat.ts');
    const chat: ParleyChat = new elements.ParleyChat();
    chat.transport = new ScriptedTransport(['Hello', 'Yes', 'Again']);
    for (const [name, value] of Object.entries({storage: 'none', language: 'en'})) chat.setAttribute(name, value);
    const style = document.createElement('style');
    style.textContent = 'parley-chat-source::part(bubble) { border-top: 3px solid rgb(1, 2, 3) }';
    chat.style.blockSize = '400px';
    document.body.append(style, chat);

    const log = () => chat.shadowRoot!.querySelector('parley-transcript-source')?.shadowRoot;
    const said = () => [...(log()?.querySelectorAll('.bubble') ?? [])].map(({textContent}) => textContent.trim());
    await until(() => said().includes('Hello'));
    const drawn = log();
    await chat.send('One');
    await until(() => said().includes('Yes'));
    expect(log() === drawn, 'the same element').to.equal(true);
    expect(chat.shadowRoot!.querySelector('parley-transcript')).to.equal(null);
    expect(getComputedStyle(log()!.querySelector('.bubble')!).borderTopColor).to.equal('rgb(1, 2, 3)');
    chat.focus();
    expect(chat.shadowRoot!.activeElement?.localName).to.equal('textarea');
    chat.remove();
    style.remove();
  });
});
