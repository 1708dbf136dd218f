/** Compiled but never run: the compiler must accept each line, or reject it where `@ts-expect-error` says so. */
import type * as official from '@vivocha/public-types';
import {postbackOf, quickReply, replyTo, textMessage} from '../../src/protocol/build.ts';
import {capabilities} from '../../src/protocol/capabilities.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import type {BotMessage, Button, MessageType, PostbackButton, QuickReply, TextMessage, VisitorMessage} from '../../src/protocol/message.ts';
import {type PlainTextOptions, toPlainText} from '../../src/protocol/plain-text.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';
import {strictRequest, writeMessage, writeRequest} from '../../src/protocol/write.ts';

// oxlint-disable typescript/no-unnecessary-type-parameters -- the caller names the type on purpose
/** Compiles only if `value` is assignable to `T`. */
declare function accept<T>(value: T): void;
declare function given<T>(): T;

// Bot messages of the official types are assignable to ours.
accept<BotMessage>(given<official.BotMessageBody>());
accept<BotMessage>(given<official.Message>());
accept<BotMessage[]>(given<NonNullable<official.BotResponse['messages']>>());
accept<TextMessage>(given<official.TextMessage>());
accept<QuickReply>(given<official.MessageQuickReply>());

// What we write is assignable to the official request types.
accept<official.BotRequest>(strictRequest(given<BotRequest>()));
accept<official.BotMessageBody>(writeMessage(given<VisitorMessage>()));
accept<VisitorMessage>(writeMessage(given<VisitorMessage>()));
accept<BotRequest>({event: 'continue', message: writeMessage(given<VisitorMessage>())});
accept<official.ChannelAPITypes.Capabilities>(capabilities);
accept<BotRequest>({event: 'start', environment: {caps: {...capabilities}, own: 1}});
accept<BotRequest>({event: 'my_event'});

// The reply to a visitor's choice can be sent.
accept<VisitorMessage>(replyTo(given<QuickReply>()));
accept<VisitorMessage>(postbackOf(given<PostbackButton>()));

// Reading accepts anything and returns messages.
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
// @ts-expect-error visitors do not send iswriting as a message
accept<VisitorMessage>({code: 'message', type: 'iswriting'});
// @ts-expect-error visitors do not send unknown messages
writeMessage(given<BotMessage>());
// @ts-expect-error the payload of a message is a string
accept<TextMessage>({code: 'message', type: 'text', body: 'a', payload: 5});
// @ts-expect-error a text has a body
accept<TextMessage>({code: 'message', type: 'text'});
// @ts-expect-error messages of unknown types have the type `unknown`
accept<BotMessage>({code: 'message', type: 'video'});
// @ts-expect-error `unknown` requires the original
accept<BotMessage>({code: 'message', type: 'unknown', kind: 'video'});
// @ts-expect-error the messages of a response are readonly
readResponse({}).messages.push(message);
// @ts-expect-error the message may be undefined
accept<BotMessage>(readMessage({}).message);
// @ts-expect-error a request is written as a string
accept<BotRequest>(writeRequest({event: 'start'}));
// @ts-expect-error quick replies have the content type text or location
accept<QuickReply>({content_type: 'user_email', title: 'a'});
// @ts-expect-error a payload is a primitive
quickReply('a', {payload: {}});
// @ts-expect-error a button has a title
accept<Button>({type: 'page_event'});
// @ts-expect-error settings require an engine
accept<BotRequest>({event: 'start', settings: {}});
// @ts-expect-error no such option
accept<PlainTextOptions>({numbers: true});
// @ts-expect-error no such type
accept<MessageType>('video');
// @ts-expect-error absent options are omitted, not undefined
accept<PlainTextOptions>({numbered: undefined});
