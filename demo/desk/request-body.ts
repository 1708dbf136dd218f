/** The JSON object in a request; undefined if there is none or it is too long. */
export async function bodyOf(request: Request, maxBytes: number): Promise<Readonly<Record<string, unknown>> | undefined> {
  // A form of another site cannot send this content type.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  try {
    const value: unknown = size <= maxBytes ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
