import * as fc from 'fast-check';

/** Any text that is not blank, awkward ones included. */
const someText = fc.string({minLength: 1, maxLength: 30, unit: 'grapheme'}).filter((text) => text.trim() !== '');
const address = fc.webUrl({withQueryParameters: true});
const finite = fc.double({noNaN: true, noDefaultInfinity: true}).map((number) => number + 0);
const optional = (all: Record<string, fc.Arbitrary<unknown>>) => fc.record(all, {requiredKeys: []});

const quickReply = fc
  .tuple(
    fc.record({content_type: fc.constant('text'), title: someText}),
    optional({payload: fc.oneof(someText, finite), image_url: address}),
  )
  .map(([needed, more]) => ({...needed, ...more}));

const button = fc.oneof(
  fc.record({type: fc.constant('postback'), title: someText, payload: fc.string()}),
  fc.record({type: fc.constant('web_url'), title: someText, url: address}),
  fc.record({type: fc.constant('page_event'), title: someText, reason: someText, params: fc.jsonValue({maxDepth: 3})}),
);
const buttons = fc.array(button, {minLength: 1, maxLength: 5});

const element = fc
  .tuple(
    fc.record({title: someText}),
    optional({subtitle: someText, image_url: address, default_action: fc.record({type: fc.constant('web_url'), url: address}), buttons}),
  )
  .map(([needed, more]) => ({...needed, ...more}));

const template = fc.oneof(
  fc.record({type: fc.constant('generic'), elements: fc.array(element, {minLength: 1, maxLength: 4})}),
  fc.record({type: fc.constant('list'), elements: fc.array(element, {minLength: 1, maxLength: 4}), buttons}),
);

const meta = fc
  .tuple(
    fc.record({mimetype: fc.constantFrom('image/png', 'application/pdf', 'audio/mpeg')}),
    optional({originalName: someText, desc: someText, size: fc.nat(), ref: fc.uuid()}),
  )
  .map(([needed, more]) => ({...needed, ...more}));
const attachment = fc.record({url: address, meta});

const place = fc
  .tuple(
    fc.record({longitude: finite, latitude: finite}),
    optional({city: someText, countryName: someText, accuracy: finite, altitude: finite}),
  )
  .map(([needed, more]) => ({...needed, ...more}));

/** A value as it arrives over the wire, without `__proto__` keys, which are not part of a valid message. */
const overTheWire = (value: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value), (key, each: unknown) => (key === '__proto__' ? undefined : each)) as Record<string, unknown>;

const of = (type: string, rest: fc.Arbitrary<object>) => rest.map((fields) => overTheWire({code: 'message', type, ...fields}));

/** Valid messages of a visitor. */
export const visitorMessage = fc.oneof(
  of(
    'text',
    fc.tuple(fc.record({body: someText}), optional({payload: fc.string()})).map(([needed, more]) => ({...needed, ...more})),
  ),
  of(
    'postback',
    fc.tuple(fc.record({body: someText}), optional({payload: fc.string()})).map(([needed, more]) => ({...needed, ...more})),
  ),
  of('attachment', attachment),
  of('multi-attachment', fc.record({attachments: fc.array(attachment, {minLength: 1, maxLength: 4})})),
  of('action', fc.record({action_code: someText.map((code) => code.trim()), args: fc.array(fc.jsonValue({maxDepth: 3}), {maxLength: 3})})),
  of('location', place),
);

const slot = fc.record({
  id: someText,
  start: fc.date({noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01')}).map((date) => date.toISOString()),
  duration: fc.nat(),
});

/** Valid messages of a bot, of every type, in the form that reading leaves unchanged. */
export const botMessage: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  visitorMessage,
  of(
    'text',
    fc.record({
      body: fc.string(),
      quick_replies: fc.array(quickReply, {minLength: 1, maxLength: 5}),
      quick_replies_orientation: fc.constantFrom('vertical', 'horizontal'),
    }),
  ),
  of('text', fc.record({body: fc.string(), template})),
  of('iswriting', fc.constant({})),
  of('link', fc.record({url: address, desc: someText})),
  of('ack', fc.record({ref: someText})),
  of('mediachange', fc.constant({})),
  of(
    'timepicker',
    fc.record({title: someText, timezone: fc.constantFrom('UTC', 'Europe/Oslo'), timeslots: fc.array(slot, {minLength: 1, maxLength: 5})}),
  ),
);

/** Anything at all. */
export const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Valid messages with properties replaced, removed or added somewhere. */
export const mutated: fc.Arbitrary<unknown> = fc
  .tuple(botMessage, fc.array(fc.tuple(fc.nat(), anything, fc.constantFrom('replace', 'remove', 'add')), {minLength: 1, maxLength: 4}))
  .map(([message, changes]) => {
    const copy = structuredClone(message);
    for (const [at, value, how] of changes) change(copy, at, {value, how});
    return copy;
  });

function change(root: object, at: number, {value, how}: {value: unknown; how: string}): void {
  const places = placesOf(root);
  const [owner, key] = places[at % Math.max(1, places.length)] ?? [root, 'body'];
  if (how === 'remove') Reflect.deleteProperty(owner, key);
  else Reflect.set(owner, how === 'add' ? `${key}x` : key, value);
}

function placesOf(owner: object, seen = new Set<object>()): [owner: object, key: string][] {
  if (seen.has(owner)) return [];
  seen.add(owner);
  return Object.entries(owner).flatMap(([key, value]) => [
    [owner, key] as [object, string],
    ...(Object.getPrototypeOf(value ?? 0) === Object.prototype || Array.isArray(value) ? placesOf(value as object, seen) : []),
  ]);
}
