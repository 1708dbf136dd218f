import type {Config} from './schema.ts';

/** Reports names of things that do not exist. */
export function danglingReferences({bots, widgets, filters = {}, hooks = [], desk}: Config): string[] {
  const checkIn = (known: object, what: string) => (path: string, name: string) =>
    Object.hasOwn(known, name) ? [] : [`${path} names the ${what} "${name}"; there ${listNames(Object.keys(known), what)}`];
  const bot = checkIn(bots, 'bot');
  const filter = checkIn(filters, 'filter');
  const widget = checkIn(widgets, 'widget');
  return [
    ...Object.entries(widgets).flatMap(([name, options]) => bot(`widgets.${name}.bot`, options.bot)),
    ...Object.entries(bots).flatMap(([name, {requestFilters = [], responseFilters = [], transfers = []}]) => [
      ...requestFilters.flatMap((used, index) => filter(`bots.${name}.requestFilters[${index}]`, used)),
      ...responseFilters.flatMap((used, index) => filter(`bots.${name}.responseFilters[${index}]`, used)),
      ...transfers.flatMap(({to}, index) => [
        ...(to.bot !== undefined && !to.bot.includes('{value}') ? bot(`bots.${name}.transfers[${index}].to.bot`, to.bot) : []),
        ...(to.bot === undefined && !desk ? [`bots.${name}.transfers[${index}].to is for people, and there is no "desk"`] : []),
      ]),
    ]),
    ...hooks.flatMap(({widgets: only = []}, index) => only.flatMap((used, at) => widget(`hooks[${index}].widgets[${at}]`, used))),
  ];
}

function listNames(names: readonly string[], what: string): string {
  if (names.length === 0) return `is no ${what}`;
  return names.length === 1 ? `is ${names[0]}` : `are ${names.join(', ')}`;
}
