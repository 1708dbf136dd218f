import createDOMPurify, {type Config} from 'dompurify';
import {allowedTags} from './html-names.ts';

type Policy = NonNullable<Config['TRUSTED_TYPES_POLICY']>;

interface PolicyFactory {
  createPolicy(name: string, rules: {createHTML: (html: string) => string; createScriptURL: (url: string) => string}): Policy;
}

/** Our own instance, so that the page's DOMPurify hooks do not affect it, nor ours the page's. */
const purifier = createDOMPurify(window);

let isConfigured = false;
let isForbidden = false;

/** Sanitises HTML with DOMPurify and returns the nodes. Undefined if the page's policy does not allow `parley-html`. */
export function sanitize(html: string): DocumentFragment | undefined {
  if (isForbidden) return undefined;
  try {
    if (!isConfigured) purifier.setConfig(createConfig());
    isConfigured = true;
  } catch (cause) {
    isForbidden = true;
    console.warn('Parley: messages are drawn without their HTML, since the page allows no Trusted Types policy "parley-html".', cause);
    return undefined;
  }
  return purifier.sanitize(html, {RETURN_DOM_FRAGMENT: true});
}

/** Every setting is explicit: the defaults would allow forms, styles and third-party images. */
function createConfig(): Config {
  const policy = htmlPolicy();
  return {
    ALLOWED_TAGS: [...allowedTags, 'body'],
    ALLOWED_ATTR: ['href', 'title', 'start', 'align'],
    ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOW_UNKNOWN_PROTOCOLS: false,
    CUSTOM_ELEMENT_HANDLING: {tagNameCheck: null, attributeNameCheck: null, allowCustomizedBuiltInElements: false},
    SAFE_FOR_XML: true,
    SANITIZE_DOM: true,
    KEEP_CONTENT: true,
    WHOLE_DOCUMENT: false,
    IN_PLACE: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
    // Otherwise ALLOWED_URI_REGEXP would be applied to these attributes as well.
    ADD_URI_SAFE_ATTR: ['start', 'align'],
    RETURN_DOM_FRAGMENT: true,
    ...(policy && {TRUSTED_TYPES_POLICY: policy}),
  };
}

/** Created on first use: most bodies contain no HTML, and a page that forbids the policy should not get needless violation reports. */
function htmlPolicy(): Policy | undefined {
  const {trustedTypes} = window as Window & {trustedTypes?: PolicyFactory};
  return trustedTypes?.createPolicy('parley-html', {
    createHTML: (html) => html,
    createScriptURL: () => {
      throw new TypeError('A message loads no scripts');
    },
  });
}
