/** A response's text, up to a limit. */
export interface Body {
  text: string;
  /** Whether the body exceeded the limit and the text was cut there. */
  cut: boolean;
}

/**
 * Reads a response's body as UTF-8, up to `limit` bytes, so that an endless one cannot fill the memory.
 * Rejects like the stream if the connection breaks or the request is aborted.
 */
export async function readBody(response: Response, limit: number): Promise<Body> {
  const reader = response.body?.getReader();
  if (!reader) return {text: '', cut: false};

  const decoder = new TextDecoder();
  let text = '';
  let room = limit;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (next.value.byteLength > room) {
      text += decoder.decode(next.value.subarray(0, room));
      await reader.cancel();
      return {text, cut: true};
    }
    room -= next.value.byteLength;
    text += decoder.decode(next.value, {stream: true});
  }
  return {text: text + decoder.decode(), cut: false};
}
