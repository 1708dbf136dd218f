/** Values that fight being read. Made anew for each use, as reading may change some. */
export const unreadable: readonly (readonly [name: string, make: () => unknown])[] = [
  [
    'a getter that throws',
    () => ({
      type: 'text',
      get body(): string {
        throw new Error('no');
      },
    }),
  ],
  [
    'a type that throws',
    () => ({
      get type(): string {
        throw new Error('no');
      },
      body: 'a',
    }),
  ],
  [
    'unknown properties that throw',
    () => ({
      type: 'text',
      body: 'a',
      get other(): string {
        throw new Error('no');
      },
    }),
  ],
  [
    'quick replies that throw',
    () => ({
      type: 'text',
      body: 'a',
      get quick_replies(): unknown[] {
        throw new Error('no');
      },
    }),
  ],
  [
    'a getter that changes its mind',
    () => {
      let count = 0;
      return {
        type: 'text',
        get body(): unknown {
          return count++ % 2 ? 'a' : {};
        },
      };
    },
  ],
  [
    'a proxy whose every trap throws',
    () =>
      new Proxy(
        {type: 'text', body: 'a'},
        new Proxy(
          {},
          {
            get: () => () => {
              throw new Error('no');
            },
          },
        ),
      ),
  ],
  ['a proxy that says it has any property', () => new Proxy({}, {get: (_, key) => String(key), has: () => true})],
  ['a proxy with a million names', () => new Proxy({}, {ownKeys: () => Array.from({length: 1_000_000}, (_, index) => `k${index}`)})],
  [
    'a revoked proxy',
    () => {
      const {proxy, revoke} = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
  ],
  [
    'a revoked proxy as a body',
    () => {
      const {proxy, revoke} = Proxy.revocable([], {});
      revoke();
      return {type: 'text', body: proxy, quick_replies: proxy, template: proxy, extra: proxy, other: proxy};
    },
  ],
  [
    'a proxy of a list without end',
    () => ({type: 'text', body: 'a', quick_replies: new Proxy([], {get: (_, key) => (key === 'length' ? Number.POSITIVE_INFINITY : 'a')})}),
  ],
  [
    'a proxy of a list with a strange length',
    () => ({type: 'text', body: 'a', quick_replies: new Proxy([], {get: (_, key) => (key === 'length' ? 'many' : 'a')})}),
  ],
  ['a proxy of a date', () => ({type: 'text', body: 'a', ts: new Proxy(new Date(), {})})],
  [
    'a message within itself',
    () => {
      const message: Record<string, unknown> = {type: 'text', body: 'a'};
      message['self'] = message;
      return message;
    },
  ],
  [
    'a template within itself',
    () => {
      const template: Record<string, unknown> = {type: 'own'};
      template['elements'] = [template];
      return {type: 'text', body: 'a', template};
    },
  ],
  [
    'an unknown message within itself',
    () => {
      const message: Record<string, unknown> = {type: 'unknown', kind: 'a'};
      message['original'] = message;
      return message;
    },
  ],
  [
    'args within themselves',
    () => {
      const args: unknown[] = [];
      args.push(args, {args});
      return {type: 'action', action_code: 'a', args};
    },
  ],
  [
    'args that share their parts without end',
    () => {
      let level: unknown = {};
      for (let depth = 0; depth < 60; depth++) level = {a: level, b: level};
      return {type: 'action', action_code: 'a', args: [level]};
    },
  ],
  [
    'a hundred thousand levels',
    () => {
      let level: unknown = {};
      for (let depth = 0; depth < 100_000; depth++) level = {a: level};
      return {type: 'text', body: 'a', deep: level};
    },
  ],
  [
    'a hundred thousand lists',
    () => {
      let level: unknown = [];
      for (let depth = 0; depth < 100_000; depth++) level = [level];
      return {type: 'action', action_code: 'a', args: level};
    },
  ],
  [
    'a hundred thousand unknown wrappings',
    () => {
      let level: unknown = {type: 'text', body: 'a'};
      for (let depth = 0; depth < 100_000; depth++) level = {type: 'unknown', kind: 'a', original: level};
      return level;
    },
  ],
  [
    'a list of four thousand million holes',
    () => ({
      type: 'text',
      body: 'a',
      quick_replies: Object.assign([], {length: 4_294_967_295}),
      other: Object.assign([], {length: 4_294_967_295}),
    }),
  ],
  ['a body of ten million characters', () => ({type: 'text', body: 'a'.repeat(10_000_000)})],
  ['ten million bytes', () => ({type: 'text', body: 'a', bytes: new Uint8Array(10_000_000)})],
  [
    'a hundred thousand quick replies',
    () => ({type: 'text', body: 'a', quick_replies: Array.from({length: 100_000}, (_, index) => `a${index}`)}),
  ],
  [
    'a hundred thousand unknown properties',
    () => ({type: 'text', body: 'a', ...Object.fromEntries(Array.from({length: 100_000}, (_, index) => [`k${index}`, index]))}),
  ],
  [
    'properties that say they are a number',
    () => ({
      type: 'text',
      body: {
        valueOf: () => {
          throw new Error('no');
        },
        toString: () => {
          throw new Error('no');
        },
      },
    }),
  ],
  ['an object without a prototype', () => Object.assign(Object.create(null) as object, {type: 'text', body: 'a'})],
  ['everything inherited', () => Object.create({type: 'text', body: 'a'}) as unknown],
  ['boxed values', () => ({type: Object('text') as unknown, body: Object('a') as unknown, quick_replies: [Object('b') as unknown]})],
  [
    'a toJSON that throws',
    () => ({
      type: 'action',
      action_code: 'a',
      args: [
        {
          toJSON: () => {
            throw new Error('no');
          },
        },
      ],
    }),
  ],
];
