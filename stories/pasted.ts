import {html, nothing, type TemplateResult} from 'lit';
import type {BotMessage} from '../src/protocol/message.ts';
import type {Problem} from '../src/protocol/problem.ts';
import {readMessage, readResponse} from '../src/protocol/read.ts';

/** Draws what a bot answers, or one message of it, and says below what had to be mended, or why nothing can be drawn. */
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
  if (Object(value) === value && 'messages' in (value as object)) return readResponse(value);
  const {message, problems} = readMessage(value);
  return {messages: message ? [message] : [], problems};
}

function drawn({messages, problems = []}: Read): TemplateResult {
  return html`${messages.map((message) => html`<parley-message .message=${message}></parley-message>`)}
  ${
    problems.length > 0
      ? html`<p>Not quite as it has to be:</p>
        <ul>
          ${problems.map(({path, message}) => html`<li>${path || 'The whole'}: ${message}</li>`)}
        </ul>`
      : nothing
  }`;
}
