import type {Answer} from '../protocol/entry.ts';
import type {PartContext} from './context.ts';

/** State of a control: `open` can be chosen, `chosen` was chosen, `inert` can only be read. */
export type ControlState = 'open' | 'chosen' | 'inert';

/** The state of a control that answers the bot, given what the visitor has answered so far. */
export function stateOf(answer: Answer | undefined, choice: string, context: PartContext): ControlState {
  if (answer && context.options.quickReplies !== 'keep') return answer.choice === choice ? 'chosen' : 'inert';
  return context.live ? 'open' : 'inert';
}

/** The `tabindex` of a control. An inert one leaves the tab order but, unlike a `disabled` one, keeps the focus. */
export function tabIndexOf(state: ControlState, context: PartContext): 0 | -1 {
  return state === 'open' && context.reachable ? 0 : -1;
}
