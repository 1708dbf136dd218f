import {z} from 'zod';

/** Kinds of values, described in words that follow "must be". Every issue is reported in them. */
const must = (what: string) => ({
  error: ({input}: {input?: unknown}) => (input === undefined ? `is missing; it must be ${what}` : `must be ${what}`),
});

/** A text that is not empty. */
export const text = (what = 'a text') => z.string(must(what)).min(1, must(what));

export const strings = (what = 'a list of texts') => z.array(text(), must(what));

export const boolean = () => z.boolean(must('true or false'));

export const integer = (min: number, max: number, unit = 'number') => {
  const what = `a ${unit} from ${min} to ${max}`;
  return z.int(must(what)).min(min, must(what)).max(max, must(what));
};

export const seconds = (max = 600) => integer(1, max, 'whole number of seconds');

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, must(`one of ${values.map((value) => `"${value}"`).join(', ')}`));

/** The full URL of something that is requested over http. */
export const httpUrl = (what = 'an address that begins with https:// or http://') =>
  text(what).refine((value) => /^https?:$/.test(urlOf(value)?.protocol ?? ''), must(what));

/** The URL of something the gateway calls. */
export const endpoint = (what?: string) =>
  httpUrl(what).refine(
    (value) => !urlOf(value)?.username && !urlOf(value)?.password,
    must('an address without a user name and password; they go into "auth"'),
  );

/** Scheme, host and port, and nothing after them. */
export const origin = (example: string) => {
  const what = `an origin without a path, such as "${example}"`;
  return text(what)
    .refine((value) => {
      const url = urlOf(value);
      return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === value.replace(/\/$/, '');
    }, must(what))
    .transform((value) => value.replace(/\/$/, ''));
};

export const unknownRecord = () => z.record(z.string(), z.unknown(), must('an object'));

/** An object with these keys and no others. */
export function strictObject<T extends z.ZodRawShape>(shape: T, what = 'an object') {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, known) : must(what).error(issue)),
  });
}

/** Things by name. */
export const record = <T extends z.ZodType>(what: string, inner: T) => z.record(z.string(), inner, must(what));

export const array = <T extends z.ZodType>(what: string, inner: T) => z.array(inner, must(what));

/** Objects distinguished by their `type`. */
export function unionByType<T extends readonly [z.ZodObject<{type: z.ZodLiteral<string>}>, ...z.ZodObject<{type: z.ZodLiteral<string>}>[]]>(
  what: string,
  inner: T,
) {
  return z.discriminatedUnion('type', [...inner] as T, must(what));
}

function unknownKeys(found: readonly string[], known: readonly string[]): string {
  const [first = ''] = found;
  const suggestion = known.find(
    (key) => key.toLowerCase() === first.toLowerCase() || isOneEditApart(key.toLowerCase(), first.toLowerCase()),
  );
  const names = found.map((key) => `"${key}"`).join(', ');
  return `has no ${names}${suggestion ? `; is "${suggestion}" meant?` : '.'} It takes ${known.join(', ')}`;
}

/** Whether the two differ by one letter added, missing, wrong or swapped with its neighbour. */
function isOneEditApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const offsets: readonly (readonly [number, number])[] = [
    [1, 1],
    [0, 1],
    [1, 0],
  ];
  const swapped = one[start] === other[start + 1] && one[start + 1] === other[start] && one.slice(start + 2) === other.slice(start + 2);
  return swapped || offsets.some(([a, b]) => one.slice(start + a) === other.slice(start + b));
}

function urlOf(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}
