import {expect} from 'chai';
import {safeLink, safeMedia} from '../../src/components/safe-url.ts';
import {refusedAddresses} from '../corpora/hostile/addresses.ts';

const allowed: readonly [string, string][] = [
  ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
  ['HTTP://Shop.Example', 'http://shop.example/'],
  ['mailto:hello@shop.example?subject=Lamp', 'mailto:hello@shop.example?subject=Lamp'],
  ['tel:+4722334455', 'tel:+4722334455'],
  ['  https://shop.example/\n', 'https://shop.example/'],
  ['https://bücher.example', 'https://xn--bcher-kva.example/'],
  ['ht\ttps://shop.example', 'https://shop.example/'],
];

const rejected: readonly unknown[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://shop.example/1',
  'ftp://shop.example/',
  'intent://scan/#Intent;end',
  'sms:+47223344',
  'about:blank',
  'https://paypal.com@evil.example/',
  'https://user:secret@shop.example/',
  '//evil.example',
  '/relative',
  'shop.example',
  'https://',
  '',
  undefined,
  null,
  42,
  {href: 'https://shop.example'},
  ['https://shop.example'],
];

describe('the URL policy', () => {
  for (const [given, kept] of allowed) it(`allows a link to ${JSON.stringify(given)}`, () => expect(safeLink(given)).to.equal(kept));
  for (const given of rejected) it(`rejects a link to ${JSON.stringify(given)}`, () => expect(safeLink(given)).to.equal(undefined));

  for (const [name, given] of refusedAddresses)
    it(`rejects ${name} for links and media`, () => {
      expect(safeLink(given)).to.equal(undefined);
      expect(safeMedia(given, ['https://evil.example'])).to.equal(undefined);
    });

  it('allows root-relative URLs for media, but not for links, and no other relative URLs', () => {
    expect(safeMedia('/pictures/a.png?b=c')).to.equal(`${location.origin}/pictures/a.png?b=c`);
    expect(safeMedia('/a/../b.png')).to.equal(`${location.origin}/b.png`);
    for (const given of [
      'a.png',
      './a.png',
      '../a.png',
      '?a',
      '#a',
      '//evil.example/a.png',
      '/\\evil.example/a.png',
      '/\t/evil.example/a.png',
    ])
      expect(safeMedia(given), given).to.equal(undefined);
    expect(safeLink('/logout')).to.equal(undefined);
  });

  it('allows media from https URLs, the page’s origin and trusted origins', () => {
    expect(safeMedia('https://cdn.example/a.png')).to.equal('https://cdn.example/a.png');
    expect(safeMedia(`${location.origin}/a.png`)).to.equal(`${location.origin}/a.png`);
    expect(safeMedia('http://gateway.example:8080/a.png', ['http://gateway.example:8080'])).to.equal('http://gateway.example:8080/a.png');
  });

  it('rejects media from untrusted http origins and from non-web URLs', () => {
    for (const given of [
      'http://cdn.example/a.png',
      'http://gateway.example/a.png',
      'mailto:a@b.example',
      ...rejected.filter((one) => one !== '/relative'),
    ]) {
      expect(safeMedia(given, ['http://gateway.example:8080']), JSON.stringify(given)).to.equal(undefined);
    }
    expect(safeMedia(URL.createObjectURL(new Blob(['<svg/>']))), 'blob: of this page').to.equal(undefined);
  });
});
