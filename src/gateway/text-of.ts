/**
 * The body of an answer as text. It is read no further than it may be long.
 * @param maxBytes Bytes.
 * @param tooLong Makes the error for a longer body.
 */
export async function textOf(
  response: Response,
  maxBytes: number,
  tooLong: () => Error = () => new Error('The answer is too long'),
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let left = maxBytes;
  for await (const bytes of response.body ?? []) {
    left -= bytes.byteLength;
    if (left < 0) throw tooLong();
    text += decoder.decode(bytes, {stream: true});
  }
  return text + decoder.decode();
}
