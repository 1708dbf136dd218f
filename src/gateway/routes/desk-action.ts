import {z} from 'zod';

const name = z.string().trim().min(1).max(200);

/** The idempotency key, which identifies what is sent twice by accident. */
const key = z.string().regex(/^[\w.:-]{1,128}$/, 'must be 1 to 128 letters, digits, "_", "-", "." or ":"');

const webAddress = z
  .string()
  .max(2048)
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'must be an http or https address');

/** Who acts. Properties that are not listed here are dropped, above all those that would turn a person into a bot. */
const agent = z
  .object({id: name.optional(), nick: name.optional(), avatar: webAddress.optional(), status: name.optional()})
  .refine(({id, nick}) => id !== undefined || nick !== undefined, 'must have an id or a nick');

const data = z.record(z.string().min(1).max(200), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What a desk may do in a conversation. */
export const deskAction = z.discriminatedUnion('action', [
  z.object({action: z.literal('queue'), position: z.int().min(1), estimateMs: z.int().min(0).optional()}),
  z.object({action: z.literal('joined'), agent}),
  z.object({action: z.literal('message'), agent, id: key, message: z.record(z.string(), z.unknown())}),
  z.object({action: z.literal('iswriting'), agent, on: z.boolean().default(true)}),
  z.object({action: z.literal('read'), ref: key}),
  z.object({action: z.literal('left'), agent, reason: name.optional(), data: data.optional()}),
  z.object({action: z.literal('end'), agent}),
  z.object({action: z.literal('refuse')}),
]);

export type DeskAction = z.infer<typeof deskAction>;
