import type {Transcript} from './transcript.ts';
import {transcriptStyle, writeTranscript} from './write-transcript.ts';

/** The saved page's policy: inline styles and nothing else. */
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** A conversation as a stand-alone page, without scripts or external resources. */
export function asHtml(transcript: Transcript): string {
  const page = document.implementation.createHTMLDocument();
  writeTranscript(page, transcript);
  const head = `<head><meta charset="utf-8">${policy}<meta name="viewport" content="width=device-width">`;
  const html = new XMLSerializer()
    .serializeToString(page.documentElement)
    .replace('<head>', head)
    .replace('</head>', () => `<style>${transcriptStyle}</style></head>`);
  return `<!doctype html>\n${html}`;
}
