/**
 * The names of all HTML elements, obsolete ones included. Anything else in angle brackets is text that somebody wrote, such as
 * `List<String>` or `<your name>`.
 */
const elementNames = new Set(
  (
    'a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button canvas ' +
    'caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font ' +
    'footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li ' +
    'link listing main map mark marquee math menu menuitem meta meter nav nobr noembed noframes noscript object ol optgroup option output p ' +
    'param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script search section select slot small source spacer span ' +
    'strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp'
  ).split(' '),
);

/** The tags that are drawn: the short list that bots use, and what Markdown itself produces. */
export const allowedTags: readonly string[] =
  'b strong i em u s del br code p ul ol li a pre blockquote hr h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr th td'.split(' ');

/** The tags that are dropped with all their content, because it is not text. */
export const droppedTags: ReadonlySet<string> = new Set(
  (
    'applet audio canvas embed head iframe math noembed noframes noscript object plaintext script select style svg template textarea title ' +
    'video xmp'
  ).split(' '),
);

/** The tags that are not drawn themselves but start a new paragraph. */
export const paragraphTags: ReadonlySet<string> = new Set(
  (
    'address article aside caption center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup legend main ' +
    'menu nav search section summary'
  ).split(' '),
);

/** Whether HTML has an element of this lower-case name. */
export function isHtmlName(name: string): boolean {
  return elementNames.has(name);
}
