/** Compiled, never run: each line says what the compiler is to accept, or, behind `@ts-expect-error`, to refuse. */
import type * as official from '@vivocha/public-types';
import {postbackOf, quickReply, replyTo, textMessage} from '../../src/protocol/build.ts';
import {capabilities} from '../../src/protocol/capabilities.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import type {BotMessage, Button, MessageType, PostbackButton, QuickReply, TextMessage, VisitorMessage} from '../../src/protocol/message.ts';
import {type PlainTextOptions, toPlainText} from '../../src/protocol/plain-text.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';
import {strictRequest, writeMessage, writeRequest} from '../../src/protocol/write.ts';

// oxlint-disable typescript/no-unnecessary-type-parameters -- a type named by the caller is the point here
/** Compiles only where `value` may stand for a `T`. */
declare function accept<T>(value: T): void;
declare function given<T>(): T;

// What the official types call a message of a bot is one of ours.
accept<BotMessage>(given<official.BotMessageBody>());
accept<BotMessage>(given<official.Message>());
accept<BotMessage[]>(given<NonNullable<official.BotResponse['messages']>>());
accept<TextMessage>(given<official.TextMessage>());
accept<QuickReply>(given<official.MessageQuickReply>());

// What we write is what the official types call a request.
accept<official.BotRequest>(strictRequest(given<BotRequest>()));
accept<official.BotMessageBody>(writeMessage(given<VisitorMessage>()));
accept<VisitorMessage>(writeMessage(given<VisitorMessage>()));
accept<BotRequest>({event: 'continue', message: writeMessage(given<VisitorMessage>())});
accept<official.ChannelAPITypes.Capabilities>(capabilities);
accept<BotRequest>({event: 'start', environment: {caps: {...capabilities}, own: 1}});
accept<BotRequest>({event: 'my_event'});

// What a visitor chooses can be sent.
accept<VisitorMessage>(replyTo(given<QuickReply>()));
accept<VisitorMessage>(postbackOf(given<PostbackButton>()));

// Reading takes anything and gives what may be shown.
accept<BotMessage | undefined>(readMessage(given<unknown>()).message);
accept<readonly BotMessage[]>(readResponse(given<unknown>()).messages);
accept<string>(toPlainText(given<BotMessage>()));

// Types narrow.
declare const message: BotMessage;
if (message.type === 'unknown') accept<string>(message.kind);
if (message.type === 'location') accept<number>(message.latitude);
if (message.type === 'timepicker') accept<string>(message.timezone);

// Wrong uses.
// @ts-expect-error a request needs an event
accept<BotRequest>({message: textMessage('a')});
// @ts-expect-error a visitor does not say that the bot is writing
accept<VisitorMessage>({code: 'message', type: 'iswriting'});
// @ts-expect-error a visitor does not send what nobody knows
writeMessage(given<BotMessage>());
// @ts-expect-error a payload of a message is text
accept<TextMessage>({code: 'message', type: 'text', body: 'a', payload: 5});
// @ts-expect-error a text has a body
accept<TextMessage>({code: 'message', type: 'text'});
// @ts-expect-error a type nobody knows is `unknown`
accept<BotMessage>({code: 'message', type: 'video'});
// @ts-expect-error `unknown` brings what came
accept<BotMessage>({code: 'message', type: 'unknown', kind: 'video'});
// @ts-expect-error what was read is not changed in place
readResponse({}).messages.push(message);
// @ts-expect-error a message may be nothing at all
accept<BotMessage>(readMessage({}).message);
// @ts-expect-error a body is written, not an object
accept<BotRequest>(writeRequest({event: 'start'}));
// @ts-expect-error quick replies are of text or ask for a position
accept<QuickReply>({content_type: 'user_email', title: 'a'});
// @ts-expect-error a payload is simple
quickReply('a', {payload: {}});
// @ts-expect-error a button has words
accept<Button>({type: 'page_event'});
// @ts-expect-error settings name their engine
accept<BotRequest>({event: 'start', settings: {}});
// @ts-expect-error no such option
accept<PlainTextOptions>({numbers: true});
// @ts-expect-error no such type
accept<MessageType>('video');
// @ts-expect-error an absent option is left out, not undefined
accept<PlainTextOptions>({numbered: undefined});
