import type {TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';

/** A dialog over the lower part of a chat. The element with the class `first` gets the focus. */
export interface Overlay {
  render(labels: Labels): TemplateResult;
}

/** Removes an overlay, then does what was chosen in it. The focus goes to the composer. */
export type Leave = (act?: () => void) => void;
