import type {TemplateResult} from 'lit';
import type {Labels} from '../../components/labels.ts';

/** Something asked or offered over a chat's foot, for as long as it is there. What has the class `first` gets the focus. */
export interface Overlay {
  render(labels: Labels): TemplateResult;
}

/** Takes an overlay away, then does what was chosen in it. The focus goes to where the visitor writes. */
export type Leave = (act?: () => void) => void;
