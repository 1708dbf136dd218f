import {html, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/more-icons.ts';
import {outside} from './outside.ts';
import {wayBack} from './way-back.ts';

export interface MenuItem {
  label: string;
  icon: Icon | TemplateResult;
  /** For destructive actions. */
  danger?: boolean;
  act(): void;
}

export interface MenuListView {
  label: string;
  items: readonly MenuItem[];
  /** Closes the menu and focuses its button. */
  close(): void;
  /** Closes the menu and leaves the focus where it is. */
  hide(): void;
}

/** The opened menu. */
export function menuList({label, items, close, hide}: MenuListView): TemplateResult {
  return html`<div
    class="menu"
    part="menu"
    role="menu"
    aria-label=${label}
    @keydown=${(event: KeyboardEvent) => key(event, close, hide)}
    @focusout=${(event: FocusEvent) => leave(event, hide)}
    ${outside((target) => isButton(target) || hide())}
    ${wayBack(close)}
  >
    ${items.map((item) => row(item, close))}
  </div>`;
}

function row({label, icon: sign, danger, act}: MenuItem, close: () => void): TemplateResult {
  const choose = () => {
    close();
    act();
  };
  return html`<button type="button" class="menu-row ${danger ? 'danger' : ''}" part="menu-row" role="menuitem" tabindex="-1" @click=${choose}>
    ${typeof sign === 'string' ? icon(sign) : sign}<span>${label}</span>
  </button>`;
}

function key(event: KeyboardEvent, close: () => void, hide: () => void): void {
  const menu = event.currentTarget as HTMLElement;
  const rows = [...menu.querySelectorAll<HTMLElement>('.menu-row')];
  const at = rows.indexOf(event.target as HTMLElement);
  const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1}[event.key];
  // Focus moves on from the button, not from the menu's place in the DOM, which is at the end of the chat.
  if (event.key === 'Tab') {
    (menu.getRootNode() as ShadowRoot).querySelector<HTMLElement>('.menu-button')?.focus();
    return hide();
  }
  if (to !== undefined) rows.at(to % rows.length)?.focus();
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
}

/** Closes the menu when the focus moves elsewhere, except to its own button, whose click closes it anyway. */
function leave({currentTarget, relatedTarget}: FocusEvent, hide: () => void): void {
  if (!(relatedTarget instanceof Node) || (currentTarget as HTMLElement).contains(relatedTarget)) return;
  if (!isButton(relatedTarget)) hide();
}

function isButton(target: Node): boolean {
  return target instanceof Element && target.closest('.menu-button') !== null;
}
