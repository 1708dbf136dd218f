import type {PartOptions} from '../../components/context.ts';
import type {Options} from '../options.ts';

/** Derives the options for the parts from those of the page. */
export function partOptionsOf(options: Options): PartOptions {
  const {html, markdown, links, images} = options;
  const origins = [import.meta.url, options.gateway].flatMap((url) => originOf(url) ?? []);
  return {
    quickReplies: options['quick-replies-behaviour'],
    templateBody: options['template-body'],
    html,
    markdown,
    links,
    images,
    trusted: origins,
  };
}

function originOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).origin : undefined;
}
