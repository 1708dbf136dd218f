/** The launcher's name where it is not merely "Chat": a language, then its words. */
const names = 'en Open chat,ar الدردشة,el Συνομιλία,ja チャット,ko 채팅,ru Чат,th แชท,uk Чат,zh 聊天'.split(',');

/**
 * What a closed launcher is called until the chat's labels are loaded.
 *
 * @param option The language that was chosen for it, BCP 47; else the page's counts, then the browser's.
 */
export function launcherName(option: string | null): string {
  const language = option || document.documentElement.lang || navigator.language;
  return names.find((name) => name.startsWith(language.slice(0, 2)))?.slice(3) ?? 'Chat';
}
