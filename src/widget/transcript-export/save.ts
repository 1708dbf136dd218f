import {asHtml} from './as-html.ts';
import {asJson} from './as-json.ts';
import {asText} from './as-text.ts';
import {copyText} from './copy-text.ts';
import {printTranscript} from './print-transcript.ts';
import type {SaveAs, Transcript} from './transcript.ts';

const savers: {[W in SaveAs]: (transcript: Transcript) => void | Promise<void>} = {
  copy: (transcript) => copyText(asText(transcript)),
  html: (transcript) => download(asHtml(transcript), 'html', 'text/html'),
  text: (transcript) => download(asText(transcript), 'txt', 'text/plain'),
  json: (transcript) => download(asJson(transcript), 'json', 'application/json'),
  print: printTranscript,
};

/**
 * Saves a conversation for the visitor.
 * @throws {Error} when the browser refuses.
 */
export async function saveTranscript(as: SaveAs, transcript: Transcript): Promise<void> {
  await savers[as](transcript);
}

/** Downloads a file. Nothing is fetched, so even a policy that forbids `blob:` everywhere does not prevent it. */
function download(content: string, extension: string, type: string, now = new Date()): void {
  const url = URL.createObjectURL(new Blob([content], {type: `${type};charset=utf-8`}));
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => `${part}`.padStart(2, '0')).join('-');
  Object.assign(document.createElement('a'), {href: url, download: `chat-${day}.${extension}`}).click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
