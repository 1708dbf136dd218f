import {type OptionName, optionNames} from './option-names.ts';
import {objection} from './options.ts';

/** Attributes that are not options. */
const others = /^(class|dir|exportparts|framed|hidden|id|lang|part|role|slot|style|tabindex|title|aria-.*|data-scheme)$/;

/** Whether any option of an element is unknown or has a value that is not accepted, so that `mistakes.ts` should be loaded. */
export function mayBeMistaken({attributes}: Element): boolean {
  return [...attributes].some(({name, value}) => {
    const option: OptionName | undefined = optionNames.find((known) => known === name);
    return option ? value !== '' && objection(option, value) !== undefined : !others.test(name);
  });
}
