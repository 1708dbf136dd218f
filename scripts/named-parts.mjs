/**
 * Runs in the page: outlines the last visible element of each part, or of a slot for names that begin with `slot=`, and writes its name
 * beside the panel, with a line from the name to the element.
 * @param {string[]} names
 */
export function named(names) {
  const all = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  const widget = document.querySelector('parley-widget');
  all.push(...widget.children);
  walk(widget.shadowRoot);
  const [panel, log] = ['panel', 'transcript'].map((name) => all.find((element) => element.part.contains(name)));
  const {left, right, width} = panel.getBoundingClientRect();
  const {top, bottom} = log.getBoundingClientRect();
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    const scrolls = element !== log && log.contains(element);
    return (
      box.width > 1 && box.height > 1 && (!scrolls || (box.top >= top && box.bottom <= bottom && box.left >= left && box.right <= right))
    );
  };
  const boxOf = (name) => {
    const is = name.startsWith('slot=')
      ? (element) => element.slot === name.slice(5)
      : (element) => name.split(' ').every((part) => element.part.contains(part));
    return all.findLast((element) => is(element) && seen(element))?.getBoundingClientRect();
  };

  const found = names.map((name) => ({name, box: boxOf(name)})).filter(({box}) => box);
  const middle = (left + right) / 2;
  const sides = {start: [], end: []};
  for (const {name, box} of found.toSorted((one, other) => one.box.top - other.box.top || one.box.left - other.box.left)) {
    const wide = box.width > width * 0.7;
    const side = wide ? (sides.start.length <= sides.end.length ? 'start' : 'end') : box.left + box.width / 2 < middle ? 'start' : 'end';
    sides[side].push({name, box});
  }
  const draw = (tag, attributes, text = '') => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    return made;
  };
  const overlay = draw('svg', {class: 'named', width: innerWidth, height: innerHeight});
  for (const [side, items] of Object.entries(sides)) {
    const start = side === 'start';
    let free = 24;
    for (const [index, {name, box}] of items.entries()) {
      const rest = (items.length - index) * 24;
      const wanted = Math.min(box.height > 120 ? box.top + 14 : box.top + box.height / 2, innerHeight - 10 - rest);
      const y = Math.max(free, wanted);
      free = y + 24;
      const [from, bend, to] = start ? [left - 36, left - 8, box.left] : [right + 36, right + 8, box.right];
      const at = Math.min(Math.max(y, box.top + 2), box.bottom - 2);
      overlay.append(
        draw('rect', {x: box.left, y: box.top, width: box.width, height: box.height, rx: 3}),
        draw('path', {d: `M${from} ${y}L${bend} ${at}H${to}`}),
        draw('circle', {cx: to, cy: at, r: 2.5}),
        draw('text', {x: start ? from - 6 : from + 6, y: y + 4.5, 'text-anchor': start ? 'end' : 'start'}, name),
      );
    }
  }
  document.body.append(overlay);
}
