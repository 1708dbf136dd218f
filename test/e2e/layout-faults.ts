import type {Page} from '@playwright/test';

/** Layout faults in the chat: content that is cut, overlaps or lies outside, and touch targets that are too small. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const widget = document.querySelector('parley-widget')!;
    const roots: ShadowRoot[] = [];
    const collect = (root: ShadowRoot): void => {
      roots.push(root);
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) collect(element.shadowRoot);
    };
    collect(widget.shadowRoot!);
    const all = roots.flatMap((root) => [...root.querySelectorAll<HTMLElement>('*')]).filter((element) => element.checkVisibility());
    const log = all.find((element) => element.matches('[role=log]'))!;
    const panel = all.find((element) => element.matches('[role=dialog]'))!;
    const called = (element: Element) =>
      `${element.className || element.localName} "${(element.ariaLabel ?? element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40)}"`;
    const isUnseen = (element: Element) => element.closest('.unseen, .files, [aria-hidden=true]') !== null;

    // Nothing scrolls horizontally except what is meant to.
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth - page.clientWidth} px too wide`);
    for (const element of all) {
      const {overflowX, overflowY, display} = getComputedStyle(element);
      if (isUnseen(element) || display === 'inline' || element.matches('textarea')) continue;
      const [wide, high] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
      if (wide > 1 && (overflowX === 'hidden' || overflowX === 'clip')) faults.push(`cut by ${wide} px across: ${called(element)}`);
      if (high > 1 && (overflowY === 'hidden' || overflowY === 'clip') && (element.textContent.trim() || element.shadowRoot))
        faults.push(`cut by ${high} px down: ${called(element)}`);
    }

    // Controls of messages lie within the transcript, all others within the viewport.
    const scrolls = (element: Element) => element.closest('.slides, .days, pre, .table, .code') !== null;
    const controls = all.filter((element) => element.matches('button, a[href], input, textarea, [role=link]') && !isUnseen(element));
    const inner = log.getBoundingClientRect();
    for (const control of controls) {
      const box = control.getBoundingClientRect();
      const isRead = log.contains(control);
      const outer = isRead ? inner : new DOMRect(0, 0, innerWidth, innerHeight);
      if (!scrolls(control) && (box.left < outer.left - 1 || box.right > outer.right + 1)) faults.push(`outside: ${called(control)}`);
      const isMenu = control.closest('.menu, .confirm') !== null;
      if (!isRead && !isMenu && panel.contains(control) && (box.top < -1 || box.bottom > innerHeight + 1))
        faults.push(`outside the viewport: ${called(control)}`);
    }
    for (const over of all.filter((element) => element.matches('[role=menu], [role=dialog], [role=alertdialog]'))) {
      const {top, bottom} = over.getBoundingClientRect();
      if (top < -1 || bottom > innerHeight + 1) faults.push(`larger than the viewport: ${called(over)}`);
    }
    if (inner.height < 80) faults.push(`transcript is only ${inner.height} px high`);

    // Touch targets need 44 px, even if less is drawn; links in a text are as high as their line.
    for (const control of controls) {
      const box = control.getBoundingClientRect();
      const around = getComputedStyle(control, '::after');
      const reach = (drawn: number, size: string) => Math.max(drawn, around.content === 'none' ? 0 : parseFloat(size) || 0);
      const size = Math.min(reach(box.width, around.width), reach(box.height, around.height));
      const isWord = control.matches('.text a, .foot a, .caption a, .way');
      if (size < (isWord ? 16 : 43.5)) faults.push(`touch target of ${Math.round(size)} px: ${called(control)}`);
    }
    for (const field of all.filter((element) => element.matches('input:not([type=range]), textarea')))
      if (parseFloat(getComputedStyle(field).fontSize) < 16)
        faults.push(`font size of ${getComputedStyle(field).fontSize}: ${called(field)}`);

    // No texts overlap.
    const words = all
      .filter((element) => !isUnseen(element) && !element.closest('.pill'))
      .flatMap((element) => [...element.childNodes].filter((node) => node instanceof Text && node.data.trim() !== ''))
      .map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const lines = [...range.getClientRects()].filter(({width, height}) => width > 1 && height > 1);
        return {node, lines, isRead: log.contains(node), hides: (node.parentElement as Element).closest('.slides, .menu, .confirm')};
      });
    for (const [index, one] of words.entries())
      for (const other of words.slice(index + 1)) {
        if (one.isRead !== other.isRead || one.hides !== other.hides) continue;
        const hit = one.lines.some((a) =>
          other.lines.some((b) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            return across > 2 && down > Math.min(a.height, b.height) * 0.35;
          }),
        );
        if (hit) faults.push(`"${one.node.textContent!.trim().slice(0, 30)}" and "${other.node.textContent!.trim().slice(0, 30)}" overlap`);
      }
    return [...new Set(faults)];
  });
}
