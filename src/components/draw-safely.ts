/** Draws, or logs the error and draws something that cannot fail instead. */
export function drawSafely(draw: () => unknown, fallback: () => unknown): unknown {
  try {
    return draw();
  } catch (error) {
    console.error('Parley: a message could not be drawn; the text there is stands in its place.', error);
    return fallback();
  }
}
