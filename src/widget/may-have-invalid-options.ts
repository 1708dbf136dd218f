import {accepts, optionNames} from './options.ts';

/** Attributes that elements may have for other reasons. */
const ordinaryAttributes = /^(class|dir|exportparts|framed|hidden|id|lang|part|role|slot|style|tabindex|title|aria-.*|data-scheme)$/;

/** Whether an element has an attribute that looks like an unknown option, or an option with an invalid value. */
export function mayHaveInvalidOptions({attributes}: Element): boolean {
  return [...attributes].some(({name, value}) => {
    const option = optionNames.find((known) => known === name);
    return option ? value !== '' && !accepts(option, value) : !ordinaryAttributes.test(name);
  });
}
