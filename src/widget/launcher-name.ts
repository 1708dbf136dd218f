/** Names of the launcher by language, where that is not just "Chat". */
const names: Partial<Record<string, string>> = {
  en: 'Open chat',
  ar: 'الدردشة',
  el: 'Συνομιλία',
  ja: 'チャット',
  ko: '채팅',
  ru: 'Чат',
  th: 'แชท',
  uk: 'Чат',
  zh: '聊天',
};

/**
 * The name of a closed launcher that is being loaded or has something next to it, until the chat's labels are there.
 *
 * @param option The chosen language, a BCP 47 tag; by default the page's, then the browser's.
 */
export function launcherName(option: string | null): string {
  return names[(option || document.documentElement.lang || navigator.language).slice(0, 2)] ?? 'Chat';
}
