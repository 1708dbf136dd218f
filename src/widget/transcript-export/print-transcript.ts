import type {Transcript} from './transcript.ts';
import {transcriptStyle, writeTranscript} from './write-transcript.ts';

/** Milliseconds after which the frame is removed even if `afterprint` never fires. */
const maxWait = 60_000;

/**
 * Prints a conversation without the page around it: from an empty frame that is filled by script, since a strict policy lets no
 * frame load anything.
 */
export function printTranscript(transcript: Transcript): void {
  const frame = document.createElement('iframe');
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  // Not `display: none`, because some browsers then print nothing.
  for (const [name, value] of Object.entries({position: 'fixed', width: '0', height: '0', border: '0', opacity: '0'}))
    frame.style.setProperty(name, value);
  document.body.append(frame);
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!view) throw new Error('The browser gives no frame to print from.');
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(transcriptStyle);
  view.document.adoptedStyleSheets = [sheet];
  writeTranscript(view.document, transcript);
  const cleanUp = () => frame.remove();
  view.addEventListener('afterprint', cleanUp);
  setTimeout(cleanUp, maxWait);
  view.focus();
  view.print();
}
