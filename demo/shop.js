// The lamp shop: its basket, and actions that the chat or the visitor asks for. Like any page, it uses only the chat's handle and events.

const products = new Map([...document.querySelectorAll('.product')].map((product) => [product.id, product]));
const euros = (amount) => `€\u00a0${amount.toLocaleString('en')}`;
const part = (id) => document.getElementById(id);

/** Number of each product in the basket. */
const basket = new Map();

let silence;
/** Shows a notice for a while, and announces it to screen readers. */
function tell(words) {
  clearTimeout(silence);
  part('news').textContent = words;
  silence = setTimeout(() => (part('news').textContent = ''), 6000);
}

/** @returns the result for the bot. */
function put(id) {
  const product = products.get(id);
  if (!product) return {product: id, found: false};
  basket.set(id, (basket.get(id) ?? 0) + 1);
  drawBasket();
  tell(`${product.dataset.name} is in your basket.`);
  return {product: id, found: true, count: basket.get(id)};
}

function take(id) {
  basket.delete(id);
  drawBasket();
  tell(`${products.get(id).dataset.name} is no longer in your basket.`);
}

function drawBasket() {
  const count = [...basket.values()].reduce((sum, each) => sum + each, 0);
  const total = [...basket].reduce((sum, [id, each]) => sum + each * Number(products.get(id).dataset.price), 0);
  part('count').textContent = count;
  part('count').hidden = count === 0;
  part('open-basket').setAttribute(
    'aria-label',
    count ? `Basket, ${count} ${count === 1 ? 'thing' : 'things'}, ${euros(total)}` : 'Basket, empty',
  );
  part('basket-empty').hidden = count > 0;
  part('basket-total').hidden = count === 0;
  part('basket-total').textContent = `Total: ${euros(total)}`;
  part('basket-items').replaceChildren(...[...basket].map(([id, each]) => line(id, each)));
}

function line(id, count) {
  const product = products.get(id);
  const item = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = count > 1 ? `${count} × ${product.dataset.name}` : product.dataset.name;
  const price = document.createElement('data');
  price.value = product.dataset.price * count;
  price.textContent = euros(product.dataset.price * count);
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.textContent = 'Remove';
  remove.setAttribute('aria-label', `Remove ${product.dataset.name}`);
  remove.addEventListener('click', () => take(id));
  item.append(name, price, remove);
  return item;
}

/**
 * Scrolls to a product and highlights it.
 * @returns the result for the bot.
 */
function point(id) {
  const product = products.get(id);
  if (!product) return {product: id, found: false};
  for (const other of products.values()) other.classList.toggle('pointed', other === product);
  product.scrollIntoView({block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
  // On small screens the chat covers the whole page, and with it the product.
  if (matchMedia('(max-width: 480px), (max-width: 960px) and (max-height: 480px)').matches) void window.parley?.close?.();
  tell(`Here is ${product.dataset.name}.`);
  return {product: id, found: true};
}

/** The product that a link to this page refers to. */
function linked(url) {
  const target = new URL(url, location.href);
  const here = target.origin === location.origin && target.pathname === location.pathname;
  return here ? products.get(target.hash.slice(1)) : undefined;
}

document.addEventListener('parley-page-event', (event) => {
  if (event.name === 'basket') put(event.data.product);
  if (event.name === 'highlight') point(event.data.product);
  const product = event.name === 'web_url' ? linked(event.data.url) : undefined;
  if (product) {
    event.preventDefault();
    point(product.id);
  }
});

function meet(parley) {
  const widget = document.querySelector('parley-widget');
  if (widget && !widget.hasAttribute('language') && document.documentElement.lang === 'en') dress(widget);
  parley.registerAction('highlight', ({product} = {}) => point(product));
  parley.registerAction('basket', ({product} = {}) => put(product));
}

/** Replaces labels of the chat by the shop's own. */
function dress(widget) {
  widget.labels = {placeholder: 'Ask about a lamp'};
  const note = document.createElement('span');
  note.slot = 'footer';
  const privacy = document.createElement('a');
  privacy.href = '#privacy';
  privacy.textContent = 'Privacy';
  note.append('Answers come from a bot, or from the workshop. ', privacy);
  widget.append(note);
}

if (window.parley?.registerAction) meet(window.parley);
else document.addEventListener('parley-ready', () => meet(window.parley), {once: true});

/** Opens the chat, and sends a message for the visitor if there is one. */
async function ask(words) {
  await window.parley?.open();
  if (words) await window.parley?.send(words);
}

document.addEventListener('click', ({target}) => {
  const {add, ask: words} = target.closest?.('[data-add], [data-ask]')?.dataset ?? {};
  if (add) put(add);
  if (words !== undefined) void ask(words);
});

part('open-basket').addEventListener('click', () => part('basket').showModal());
