/** Pixels: 40 CSS pixels on a screen with twice the density. */
const height = 80;
/** Bytes; larger images would take too long to decode. */
const maxBytes = 30_000_000;

/** Draws a thumbnail of an image file; undefined if it is no image or cannot be decoded. */
export async function thumbnail(file: File): Promise<HTMLCanvasElement | undefined> {
  if (!file.type.startsWith('image/') || file.size > maxBytes) return undefined;
  try {
    const bitmap = await createImageBitmap(file, {resizeHeight: height, resizeQuality: 'medium'});
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  } catch {
    return undefined; // Not really an image, despite its type.
  }
}
