import {z} from 'zod';
import {normaliseLanguage} from '../protocol/language.ts';
import {Problem} from './problem.ts';
import type {WidgetOptions} from './options.ts';
import type {Change} from './store/store.ts';
import type {StoredConversation, Values} from './stored.ts';
import type {Beginning} from './conversations.ts';
import type {Tokens} from './tokens.ts';

const values = z.record(z.string(), z.unknown());

/** What a browser sends to begin a conversation. */
export const beginningSchema = z.object({
  widget: z.string().min(1).max(100).describe('Which of the widgets of the gateway.'),
  language: z.string().max(50).optional().describe('BCP 47, such as `it-IT`.'),
  data: values.optional().describe('What the page knows of the visitor.'),
  customerToken: z.string().max(8192).optional().describe("A JWT (HS256) of the site's own server: its claim `data` is taken for true."),
  page: z
    .object({url: z.string().max(4096).optional(), title: z.string().max(1024).optional()})
    .optional()
    .describe('Where the conversation begins.'),
  caps: values.optional().describe('What the chat can show, for the bot.'),
});

/** What a browser reports about its visitor later on. */
export const additionSchema = beginningSchema.pick({language: true, data: true});

export type BeginningRequest = z.infer<typeof beginningSchema>;
export type Addition = z.infer<typeof additionSchema>;

/** @throws {Problem} `bad_request` that names what is wrong. */
export function readBeginning(value: unknown): BeginningRequest {
  return read(beginningSchema, value);
}

/** @throws {Problem} `bad_request` that names what is wrong. */
export function readAddition(value: unknown): Addition {
  return read(additionSchema, value);
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const {success, data, error} = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new Problem('bad_request', {detail: `${issue?.path.join('.') || 'The body'}: ${issue?.message}`});
}

/**
 * The beginning, reduced to what the page may say; what the site's own server signed takes precedence.
 * @throws {Problem} `token_invalid`, `token_expired` for a customer token that is not the site's.
 */
export async function trustedBeginning(request: BeginningRequest, widget: WidgetOptions, tokens: Tokens): Promise<Beginning> {
  const customer = request.customerToken === undefined ? undefined : await customerOf(request.customerToken, widget, tokens);
  const data = {...pickPermitted(request.data ?? {}, widget.data), ...customer};
  return {
    widget: request.widget,
    language: request.language === undefined ? undefined : normaliseLanguage(request.language),
    data,
    caps: request.caps,
    page: pageOf(request.page),
    isVerifiedCustomer: customer !== undefined || undefined,
    vouched: customer && Object.keys(customer),
  };
}

/** What a page may add to a conversation: only keys its widget allows, and none that the site's own server signed. */
export function trustedAddition(
  {language, data = {}}: Addition,
  {data: keys}: WidgetOptions,
  {vouched = []}: StoredConversation,
): Pick<Change, 'set' | 'data'> {
  const normalised = language === undefined ? undefined : normaliseLanguage(language);
  const added = Object.entries(pickPermitted(data, keys)).filter(([key]) => !vouched.includes(key));
  return {...(normalised !== undefined && {set: {language: normalised}}), ...(added.length > 0 && {data: Object.fromEntries(added)})};
}

async function customerOf(token: string, {customerSecret}: WidgetOptions, tokens: Tokens): Promise<Values> {
  if (customerSecret === undefined) throw new Problem('token_invalid', {detail: 'This widget takes no customerToken'});
  const {data} = await tokens.readCustomer(token, customerSecret);
  const claimed = values.safeParse(data ?? {});
  if (!claimed.success) throw new Problem('token_invalid', {detail: 'The claim `data` of the customerToken must be an object'});
  return claimed.data;
}

function pickPermitted(data: Values, keys: readonly string[] | undefined): Values {
  return keys ? Object.fromEntries(Object.entries(data).filter(([key]) => keys.includes(key))) : data;
}

/** Only web addresses count as pages. */
function pageOf({url, title}: NonNullable<BeginningRequest['page']> = {}): Beginning['page'] {
  const isPage = url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isPage && title === undefined) return undefined;
  return {...(isPage && {url}), ...(title !== undefined && {title})};
}
