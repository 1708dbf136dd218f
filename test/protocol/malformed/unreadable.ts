/** Values that resist being read. Created anew for each use, since reading changes some. */
export const unreadable: readonly (readonly [name: string, make: () => unknown])[] = [
  [
    'a body getter that throws',
    () => ({
      type: 'text',
      get body(): string {
        throw new Error('no');
      },
    }),
  ],
  [
    'a type getter that throws',
    () => ({
      get type(): string {
        throw new Error('no');
      },
      body: 'a',
    }),
  ],
  [
    'a getter of an unknown property that throws',
    () => ({
      type: 'text',
      body: 'a',
      get other(): string {
        throw new Error('no');
      },
    }),
  ],
  [
    'a quick_replies getter that throws',
    () => ({
      type: 'text',
      body: 'a',
      get quick_replies(): unknown[] {
        throw new Error('no');
      },
    }),
  ],
  [
    'a getter with changing results',
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
  ['a proxy that claims to have every property', () => new Proxy({}, {get: (_, key) => String(key), has: () => true})],
  ['a proxy with a million keys', () => new Proxy({}, {ownKeys: () => Array.from({length: 1_000_000}, (_, index) => `k${index}`)})],
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
    'a proxy of an array with infinite length',
    () => ({type: 'text', body: 'a', quick_replies: new Proxy([], {get: (_, key) => (key === 'length' ? Number.POSITIVE_INFINITY : 'a')})}),
  ],
  [
    'a proxy of an array with a string as length',
    () => ({type: 'text', body: 'a', quick_replies: new Proxy([], {get: (_, key) => (key === 'length' ? 'many' : 'a')})}),
  ],
  ['a proxy of a Date', () => ({type: 'text', body: 'a', ts: new Proxy(new Date(), {})})],
  [
    'a circular message',
    () => {
      const message: Record<string, unknown> = {type: 'text', body: 'a'};
      message['self'] = message;
      return message;
    },
  ],
  [
    'a circular template',
    () => {
      const template: Record<string, unknown> = {type: 'own'};
      template['elements'] = [template];
      return {type: 'text', body: 'a', template};
    },
  ],
  [
    'a circular unknown message',
    () => {
      const message: Record<string, unknown> = {type: 'unknown', kind: 'a'};
      message['original'] = message;
      return message;
    },
  ],
  [
    'circular args',
    () => {
      const args: unknown[] = [];
      args.push(args, {args});
      return {type: 'action', action_code: 'a', args};
    },
  ],
  [
    'args with exponentially shared references',
    () => {
      let level: unknown = {};
      for (let depth = 0; depth < 60; depth++) level = {a: level, b: level};
      return {type: 'action', action_code: 'a', args: [level]};
    },
  ],
  [
    '100,000 nested objects',
    () => {
      let level: unknown = {};
      for (let depth = 0; depth < 100_000; depth++) level = {a: level};
      return {type: 'text', body: 'a', deep: level};
    },
  ],
  [
    '100,000 nested arrays',
    () => {
      let level: unknown = [];
      for (let depth = 0; depth < 100_000; depth++) level = [level];
      return {type: 'action', action_code: 'a', args: level};
    },
  ],
  [
    '100,000 nested unknown messages',
    () => {
      let level: unknown = {type: 'text', body: 'a'};
      for (let depth = 0; depth < 100_000; depth++) level = {type: 'unknown', kind: 'a', original: level};
      return level;
    },
  ],
  [
    'a sparse array of maximum length',
    () => ({
      type: 'text',
      body: 'a',
      quick_replies: Object.assign([], {length: 4_294_967_295}),
      other: Object.assign([], {length: 4_294_967_295}),
    }),
  ],
  ['a body of 10,000,000 characters', () => ({type: 'text', body: 'a'.repeat(10_000_000)})],
  ['a typed array of 10,000,000 bytes', () => ({type: 'text', body: 'a', bytes: new Uint8Array(10_000_000)})],
  ['100,000 quick replies', () => ({type: 'text', body: 'a', quick_replies: Array.from({length: 100_000}, (_, index) => `a${index}`)})],
  [
    '100,000 unknown properties',
    () => ({type: 'text', body: 'a', ...Object.fromEntries(Array.from({length: 100_000}, (_, index) => [`k${index}`, index]))}),
  ],
  [
    'a body whose conversion throws',
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
  ['inherited properties only', () => Object.create({type: 'text', body: 'a'}) as unknown],
  ['boxed primitives', () => ({type: Object('text') as unknown, body: Object('a') as unknown, quick_replies: [Object('b') as unknown]})],
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
