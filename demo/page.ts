import {optionNames} from '../src/widget/options.ts';

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/**
 * The shop's page with options from the query in its script tag, to try them: `/?quick-replies-behaviour=collapse&position=start`.
 * `lang` sets the language of the page itself. The chat connects to the gateway if there is one, or directly to the bot with `direct`.
 */
export function withOptions(page: string, asked: URLSearchParams, gateway?: string): string {
  const lang = asked.get('lang');
  const spoken = lang ? page.replace(/<html [^>]*>/, () => `<html lang="${escaped(lang)}" dir="${direction(lang)}">`) : page;
  return spoken.replace(/<script async src="\/parley\.js"[^>]*>/, (tag) =>
    optionNames
      .filter((name) => asked.has(name))
      .reduce((changed, name) => withOption(changed, name, asked.get(name) ?? ''), asked.has('direct') ? tag : withGateway(tag, gateway)),
  );
}

function withGateway(tag: string, gateway: string | undefined): string {
  const direct = / data-bot="[^"]*" data-engine="[^"]*"/;
  return gateway === undefined ? tag : tag.replace(direct, () => ` data-gateway="${escaped(gateway)}" data-widget="shop"`);
}

function direction(lang: string): 'ltr' | 'rtl' {
  return rightToLeft.has(lang.slice(0, 2)) ? 'rtl' : 'ltr';
}

function withOption(tag: string, name: string, value: string): string {
  const others = tag.replace(new RegExp(`\\s+data-${name}="[^"]*"`), '');
  return others.replace(/>$/, () => ` data-${name}="${escaped(value)}">`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
