/** What a page renders for one entry of a conversation. */
export interface RenderedEntry {
  words: string;
  links: string[];
  media: string[];
}

/** Collects rendered entries, and markup we never create, from a document and its shadow roots. Runs in the page: closes over nothing. */
export function inspectPage(): {entries: RenderedEntry[]; foreign: string[]} {
  const elements = new Set(
    (
      'a article audio b bdi blockquote br button canvas code del div em figcaption figure h3 h4 h5 h6 hr i img input li ol p pre s section ' +
      'span strong table tbody td tfoot th thead time tr u ul video svg path circle rect g line polyline ellipse'
    ).split(' '),
  );
  const attributes = new Set(
    (
      'class part role tabindex dir lang hidden href rel target title download src alt loading decoding referrerpolicy preload playsinline ' +
      'controls type min max step start id data-entry aria-label aria-labelledby aria-describedby aria-hidden aria-disabled aria-expanded aria-pressed ' +
      'aria-live aria-atomic aria-roledescription aria-haspopup aria-valuetext aria-current'
    ).split(' '),
  );
  const svgAttributes = new Set(
    'viewBox d cx cy r rx ry x y x1 x2 y1 y2 width height points fill stroke stroke-width transform preserveAspectRatio class aria-hidden focusable part'.split(
      ' ',
    ),
  );
  /** Attributes with text or URLs of messages, so any value is allowed. */
  const freeTextAttributes = new Set(['href', 'title', 'download', 'src', 'alt', 'aria-label', 'aria-valuetext', 'lang']);
  const foreign: string[] = [];
  const entries: RenderedEntry[] = [];

  const check = (element: Element): void => {
    const name = element.localName;
    const isSvg = element.namespaceURI === 'http://www.w3.org/2000/svg';
    if (!elements.has(name)) foreign.push(`<${name}>`);
    if (!isSvg && element.namespaceURI !== 'http://www.w3.org/1999/xhtml') foreign.push(`<${name}> of ${element.namespaceURI}`);
    for (const {name: attribute, value} of element.attributes) {
      const shape = {style: /^(?:--_[\w-]+: [\d.]+%;)?$/, datetime: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/}[attribute];
      const isOurs = shape ? shape.test(value) : (isSvg ? svgAttributes : attributes).has(attribute);
      if (!isOurs) foreign.push(`<${name} ${attribute}="${value.slice(0, 80)}">`);
      if (!freeTextAttributes.has(attribute) && /evil|ran\(|javascript|<|polluted/i.test(value))
        foreign.push(`<${name} ${attribute}="${value.slice(0, 80)}">`);
    }
    if (element instanceof HTMLAnchorElement && element.hasAttribute('href')) {
      if (!['https:', 'http:', 'mailto:', 'tel:'].includes(element.protocol)) foreign.push(`link to ${element.href}`);
      if (!element.relList.contains('noopener') || !element.relList.contains('noreferrer'))
        foreign.push(`link without rel to ${element.href}`);
    }
    if (element instanceof HTMLImageElement && element.referrerPolicy !== 'no-referrer')
      foreign.push(`picture with a referrer: ${element.src}`);
    if (element instanceof HTMLInputElement && element.type !== 'range') foreign.push(`<input type="${element.type}">`);
  };

  const visit = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches('article[data-entry]')) continue;
      const all = [...element.querySelectorAll('*')];
      for (const one of [element, ...all]) check(one);
      const addresses = (values: (string | undefined)[]) => [...new Set(values.filter((value) => value !== undefined))].toSorted();
      entries.push({
        words: element.textContent.replace(/\s+/g, ' ').trim(),
        links: addresses(all.map((one) => (one instanceof HTMLAnchorElement && one.href ? one.href : undefined))),
        media: addresses(
          all.map((one) =>
            (one instanceof HTMLImageElement && !one.closest('.avatar')) || one instanceof HTMLMediaElement
              ? one.src.replace(/#t=.*/, '')
              : undefined,
          ),
        ),
      });
    }
  };
  visit(document);
  return {entries, foreign: [...new Set(foreign)]};
}
