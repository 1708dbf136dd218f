import {html, type TemplateResult} from 'lit';
import {type Icon, icon} from '../../components/more-icons.ts';
import {pressOutside} from './press-outside.ts';
import {closeOnBack} from './close-on-back.ts';

export interface MenuItem {
  label: string;
  icon: Icon | TemplateResult;
  /** For destructive actions. */
  danger?: boolean;
  run(): void;
}

export interface MenuListView {
  label: string;
  items: readonly MenuItem[];
  /** Closes the menu and focuses its button. */
  close(): void;
  /** Closes the menu and leaves the focus where it is. */
  dismiss(): void;
}

/** The opened menu. */
export function menuList({label, items, close, dismiss}: MenuListView): TemplateResult {
  return html`<div
    class="menu"
    part="menu"
    role="menu"
    aria-label=${label}
    @keydown=${(event: KeyboardEvent) => onKeydown(event, close, dismiss)}
    @focusout=${(event: FocusEvent) => onFocusout(event, dismiss)}
    ${pressOutside((target) => isButton(target) || dismiss())}
    ${closeOnBack(close)}
  >
    ${items.map((item) => row(item, close))}
  </div>`;
}

function row({label, icon: itemIcon, danger, run}: MenuItem, close: () => void): TemplateResult {
  const choose = () => {
    close();
    run();
  };
  return html`<button type="button" class="menu-row ${danger ? 'danger' : ''}" part="menu-row" role="menuitem" tabindex="-1" @click=${choose}>
    ${typeof itemIcon === 'string' ? icon(itemIcon) : itemIcon}<span>${label}</span>
  </button>`;
}

function onKeydown(event: KeyboardEvent, close: () => void, dismiss: () => void): void {
  const menu = event.currentTarget as HTMLElement;
  const rows = [...menu.querySelectorAll<HTMLElement>('.menu-row')];
  const at = rows.indexOf(event.target as HTMLElement);
  const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1}[event.key];
  // Focus moves on from the button, not from the menu's place in the DOM, which is at the end of the chat.
  if (event.key === 'Tab') {
    (menu.getRootNode() as ShadowRoot).querySelector<HTMLElement>('.menu-button')?.focus();
    return dismiss();
  }
  if (to !== undefined) rows.at(to % rows.length)?.focus();
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
}

/** Closes the menu when the focus moves elsewhere, except to its own button, whose click closes it anyway. */
function onFocusout({currentTarget, relatedTarget}: FocusEvent, dismiss: () => void): void {
  if (!(relatedTarget instanceof Node) || (currentTarget as HTMLElement).contains(relatedTarget)) return;
  if (!isButton(relatedTarget)) dismiss();
}

function isButton(target: Node): boolean {
  return target instanceof Element && target.closest('.menu-button') !== null;
}
