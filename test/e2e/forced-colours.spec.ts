import type {Page} from '@playwright/test';
import {expect, expectAccessible, test} from './fixtures.ts';
import {say} from './visitor.ts';

/** Everything whose edge is otherwise drawn by a shadow or a fill, which forced colours remove. */
const edged = [
  ...['.bubble', '.reply', '.card', '.list', '.action.chip', '.arrow > span', '.player', '.play', '.time-picker', '.slot', '.confirm'],
  ...['.file', '.file .kind', '.picture.photo', '.avatar', '.field', '.launcher'],
];

/** What is chosen or the visitor's own, and therefore filled. */
const filled = [
  '.bubble.visitor:not(.failed)',
  '.reply.chosen',
  '.day[aria-pressed="true"]',
  '.slot[aria-pressed="true"]',
  '.time-picker .confirm:not(.inert)',
];

/** What can no longer be chosen. */
const greyed = ['.reply.inert', '.slot.inert', '.confirm.inert'];

/**
 * Runs in the page and goes through all shadow roots. Reports what lacks its edge, fill or grey, icons that keep a colour of their own,
 * and elements that opt out of forced colours but keep some of ours.
 */
function forcedColourFaults({edged, filled, greyed}: Record<'edged' | 'filled' | 'greyed', string[]>): string[] {
  const all: Element[] = [];
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document.querySelector('parley-widget')!.shadowRoot!);
  const shown = all.filter((element) => element.checkVisibility({visibilityProperty: true}) && element.getBoundingClientRect().width > 1);
  const probe = document.createElement('i');
  probe.style.forcedColorAdjust = 'none';
  document.body.append(probe);
  const system = (name: string): string => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const names = [
    'Canvas',
    'CanvasText',
    'Highlight',
    'HighlightText',
    'LinkText',
    'GrayText',
    'ButtonText',
    'ButtonFace',
    'ButtonBorder',
    'Field',
    'FieldText',
  ];
  const systems = new Set(names.map(system));
  const [canvas, highlight, onHighlight, grey] = ['Canvas', 'Highlight', 'HighlightText', 'GrayText'].map(system);
  probe.remove();

  const report = (element: Element, fault: string) => `${element.getAttribute('class')}: ${fault}`;
  const edges = (element: Element): string[] => {
    const {borderBlockEndStyle: style, borderBlockEndWidth: width, borderBlockEndColor: colour} = getComputedStyle(element);
    return style !== 'none' && parseFloat(width) >= 1 && colour !== canvas ? [] : [report(element, `${width} ${style} ${colour}`)];
  };
  const fills = (element: Element): string[] => {
    const {backgroundColor, color} = getComputedStyle(element);
    return backgroundColor === highlight && color === onHighlight ? [] : [report(element, `${color} on ${backgroundColor}`)];
  };
  const greys = (element: Element): string[] => {
    const {color} = getComputedStyle(element);
    return color === grey ? [] : [report(element, `${color} is not grey`)];
  };
  const by = (selectors: string[], faults: (element: Element) => string[]) =>
    selectors.flatMap((selector) => {
      const found = shown.filter((element) => element.matches(selector));
      return found.length ? found.flatMap(faults) : [`${selector}: none is shown`];
    });
  return [
    ...by(edged, edges),
    ...by(filled, fills),
    ...by(greyed, greys),
    ...shown
      .filter((element) => element.matches('svg.icon'))
      .filter(
        (icon) =>
          getComputedStyle(icon).stroke !== getComputedStyle(icon.parentElement!).color && !systems.has(getComputedStyle(icon).stroke),
      )
      .map((icon) => report(icon.parentElement!, getComputedStyle(icon).stroke)),
    ...shown
      .filter((element) => getComputedStyle(element).forcedColorAdjust === 'none' && element instanceof HTMLElement)
      .flatMap((element) => {
        const {color, backgroundColor, backgroundImage} = getComputedStyle(element);
        const opaque = !backgroundColor.endsWith(', 0)') || backgroundImage !== 'none';
        return systems.has(color) && (!opaque || systems.has(backgroundColor)) ? [] : [report(element, `${color} on ${backgroundColor}`)];
      }),
  ];
}

/** Runs in the page: focuses each control in turn, and reports those without a visible focus ring. */
function controlsWithoutRing(): string[] {
  const controls: HTMLElement[] = [];
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.matches('button, a[href], input, textarea, [tabindex="0"]')) controls.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document.querySelector('parley-widget')!.shadowRoot!);
  const ring = (element: Element, pseudo?: string): boolean => {
    const {outlineStyle, outlineWidth, content} = getComputedStyle(element, pseudo);
    return (!pseudo || content !== 'none') && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  return controls
    .filter((control) => control.checkVisibility({visibilityProperty: true}))
    .filter((control) => {
      control.focus({preventScroll: true});
      if (!control.matches(':focus')) return false; // Not focusable now: another member of its group has the tab stop.
      const around = control.closest('.field, .scale, .level');
      return !ring(control) && !ring(control, '::after') && !(around && ring(around));
    })
    .map(({className, tagName}) => `${tagName} ${className}`);
}

test('keeps edges, states and focus rings visible in forced colours', async ({page, complaints, isMobile}) => {
  test.skip(isMobile, 'forced colours are the same on every screen');
  test.slow(); // Focuses every control, and runs two audits.
  await page.emulateMedia({forcedColors: 'active', colorScheme: 'dark', reducedMotion: 'reduce'});
  await page.goto('/?teaser=&direct');
  await page.getByRole('button', {name: 'Open chat'}).click();
  const log = page.getByRole('log');
  await log.getByRole('button', {name: 'A place to read'}).click();
  const show = async (name: string) => {
    await say(page, `show ${name}`);
    await expect(log.getByRole('article').last()).toHaveAccessibleName(/^Nordlicht/);
  };
  const pickTime = () =>
    log
      .getByRole('article')
      .last()
      .getByRole('button', {name: /^\d\d?:\d\d/, disabled: false})
      .first()
      .click();
  for (const name of ['card', 'list', 'sound', 'picture', 'pdf', 'time-picker']) await show(name);
  await pickTime();
  await log.getByRole('button', {name: /^Choose .*\d/}).click();
  for (const name of ['time-picker', 'time-picker']) await show(name);
  await pickTime();
  complaints.expect(/bot\/message/);
  await page.route('**/bot/message', (route) => route.fulfill({status: 400, json: {error: 400, message: 'no', info: 'on purpose'}}));
  await say(page, 'Is anybody there?');
  const failed = page.getByRole('article', {name: /^You, /}).filter({hasText: 'Is anybody there?'});
  await expect(failed.locator('.bubble')).toHaveCSS('border-style', 'dashed');
  await expectEdges(page);
  expect(await page.evaluate(controlsWithoutRing)).toEqual([]);
  await expectAccessible(page);

  await page.getByRole('button', {name: 'More', exact: true}).click();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.menu-row:focus-visible')).toHaveCSS('outline-width', '2px');
  await expectEdges(page, ['.menu']);
  await page.getByRole('menuitem', {name: /^End/}).click();
  await expect(page.locator('.scrim')).toBeVisible();
  await expectEdges(page, ['.scrim > .confirm', '.big-button']);
  await expectAccessible(page);
  await page.context().setOffline(true);
  // The header already draws the line above it.
  await expect(page.locator('.banner')).toHaveCSS('border-width', '0px 0px 1px');
});

async function expectEdges(page: Page, more: string[] = []): Promise<void> {
  expect(await page.evaluate(forcedColourFaults, {edged: [...edged, ...more], filled, greyed})).toEqual([]);
}
