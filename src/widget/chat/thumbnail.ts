/** Pixels, for 40 on a screen of twice as many. */
const height = 80;
/** Bytes; beyond them drawing would take too long. */
const biggest = 30_000_000;

/** A small drawing of a picture's contents; undefined for what is none, or cannot be shown. */
export async function thumbnail(file: File): Promise<HTMLCanvasElement | undefined> {
  if (!file.type.startsWith('image/') || file.size > biggest) return undefined;
  try {
    const bitmap = await createImageBitmap(file, {resizeHeight: height, resizeQuality: 'medium'});
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  } catch {
    return undefined; // A file that only says it is a picture.
  }
}
