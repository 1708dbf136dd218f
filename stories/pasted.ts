import {html, nothing, type TemplateResult} from 'lit';
import type {BotMessage} from '../src/protocol/message.ts';
import type {Problem} from '../src/protocol/problem.ts';
import {readMessage, readResponse} from '../src/protocol/read.ts';

/** Renders an answer of a bot or a single message, and reports below what had to be repaired, or why nothing can be rendered. */
export function pasted(json: string): TemplateResult {
  try {
    return drawn(readPasted(JSON.parse(json)));
  } catch (error) {
    return html`<p role="alert">This is no JSON. ${(error as Error).message}</p>`;
  }
}

interface Read {
  messages: readonly BotMessage[];
  problems?: readonly Problem[];
}

function readPasted(value: unknown): Read {
  if (Array.isArray(value)) return readResponse({event: 'continue', messages: value});
  if (Object(value) === value && 'messages' in (value as object)) return readResponse(value);
  const {message, problems} = readMessage(value);
  return {messages: message ? [message] : [], problems};
}

/** Message types that are invisible to visitors. */
const silent: ReadonlySet<string> = new Set(['action', 'iswriting', 'ack', 'read', 'mediachange']);

/** Paths of unknown property names in a message, such as `quickReplies`. */
function unknownNames(value: unknown, path = ''): string[] {
  if (Object(value) !== value) return [];
  return Object.entries(value as object).flatMap(([name, inner]) => {
    if (name === 'original') return []; // Unknown types are reported as such.
    if (name === 'extra') return Object.keys(Object(inner) as object).map((key) => path + key);
    return unknownNames(inner, Array.isArray(value) ? `${path.slice(0, -1)}[${name}].` : `${path}${name}.`);
  });
}

function drawn({messages, problems = []}: Read): TemplateResult {
  const unknown = messages.flatMap((message) => unknownNames(message));
  return html`${messages.map((message) => html`<parley-message .message=${message}></parley-message>`)}
  ${messages.some(({type}) => !silent.has(type)) ? nothing : html`<p>Nothing of this is shown to a visitor.</p>`}
  ${unknown.length > 0 ? html`<p>Not known, and not drawn unless a renderer of your own does: ${unknown.join(', ')}</p>` : nothing}
  ${
    problems.length > 0
      ? html`<p>Not quite as it has to be:</p>
        <ul>
          ${problems.map(({path, message}) => html`<li>${path || 'The whole'}: ${message}</li>`)}
        </ul>`
      : nothing
  }`;
}
