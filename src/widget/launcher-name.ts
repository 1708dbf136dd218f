/** The launcher's name by language, where it is not just "Chat". */
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
 * What a closed launcher is called that is awake, or has something beside it, until the chat's labels are loaded.
 *
 * @param option The language that was chosen for it, BCP 47; else the page's counts, then the browser's.
 */
export function launcherName(option: string | null): string {
  return names[(option || document.documentElement.lang || navigator.language).slice(0, 2)] ?? 'Chat';
}
