import type {Overlays} from './overlays.ts';

/** Loads the menu and dialogs, and adopts their styles; undefined if that fails, which is logged. The next call tries again. */
export async function loadOverlays(root: ParentNode): Promise<Overlays | undefined> {
  try {
    const {overlays} = await import('./overlays.ts');
    const sheet = overlays.overlayStyles.styleSheet!;
    if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    return overlays;
  } catch (error) {
    console.error('Parley: part of the chat could not be loaded.', error);
    return undefined;
  }
}
