/**
 * Reads a response's body as UTF-8; undefined if it exceeds `limit` bytes, so that an endless one cannot fill the memory.
 * Rejects like the stream if the connection breaks or the request is aborted.
 */
export async function readBody(response: Response, limit: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (!reader) return '';

  const decoder = new TextDecoder();
  let text = '';
  let remaining = limit;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    remaining -= next.value.byteLength;
    if (remaining < 0) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(next.value, {stream: true});
  }
  return text + decoder.decode();
}
