import type {Transcript} from './transcript.ts';
import {transcriptStyle, writeTranscript} from './write-transcript.ts';

/** What the saved page may do: look as it does, and nothing else. */
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** A conversation as a stand-alone page, without script and without anything to load. */
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
