// The least there is: a button, a box, words in it.
const box = document.createElement('div');
box.className = 'box';

const add = (words) => {
  const line = document.createElement('div');
  line.className = 'line';
  line.textContent = words;
  return line;
};
const put = (...all) => {
  box.append(...all.map(add));
  box.scrollTop = box.scrollHeight;
};

globalThis.peer = {
  closed: () => document.body.append(document.createElement('button')),
  open: async (first) => [document.body.append(box), put(first)],
  history: async (all) => put(...all),
  append: async (words) => put(words),
};
