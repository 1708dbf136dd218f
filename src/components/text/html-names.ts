/** The names of HTML's elements, old ones included. Anything else in angle brackets is what somebody wrote: `List<String>`, `<your name>`. */
const names = new Set(
  (
    'a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button canvas ' +
    'caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font ' +
    'footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li ' +
    'link listing main map mark marquee math menu menuitem meta meter nav nobr noembed noframes noscript object ol optgroup option output p ' +
    'param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script search section select slot small source spacer span ' +
    'strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp'
  ).split(' '),
);

/** Elements that may be drawn: the short list that bots use, and those that Markdown produces. */
export const drawnTags: readonly string[] =
  'b strong i em u s del br code p ul ol li a pre blockquote hr h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr th td'.split(' ');

/** Elements that are removed with their content, which is not text. */
export const silentTags: ReadonlySet<string> = new Set(
  (
    'applet audio canvas embed head iframe math noembed noframes noscript object plaintext script select style svg template textarea title ' +
    'video xmp'
  ).split(' '),
);

/** Elements that begin a new paragraph if they are not drawn themselves. */
export const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside caption center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup legend main ' +
    'menu nav search section summary'
  ).split(' '),
);

/** Whether HTML knows an element of this name, in small letters. */
export function isHtmlName(name: string): boolean {
  return names.has(name);
}
