import type {TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';

/** A dialog at the foot of a chat. The element with class `first` gets the focus. */
export interface Overlay {
  render(labels: Labels): TemplateResult;
}

/** Removes an overlay, then performs the chosen action and focuses the input field. */
export type CloseOverlay = (act?: () => void) => void;
