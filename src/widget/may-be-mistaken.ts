import {type OptionName, optionNames} from './option-names.ts';
import {objection} from './options.ts';

/** Attributes that elements have for other reasons. */
const others = /^(class|dir|exportparts|framed|hidden|id|lang|part|role|slot|style|tabindex|title|aria-.*|data-scheme)$/;

/** Whether an element's options are worth a closer look: one is not known, or says what is not accepted. */
export function mayBeMistaken({attributes}: Element): boolean {
  return [...attributes].some(({name, value}) => {
    const option: OptionName | undefined = optionNames.find((known) => known === name);
    return option ? value !== '' && objection(option, value) !== undefined : !others.test(name);
  });
}
