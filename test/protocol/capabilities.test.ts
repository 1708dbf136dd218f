import {expect, test} from 'vitest';
import {capabilities, capabilitiesWith, gatewayCapabilities} from '../../src/protocol/capabilities.ts';
import {faultsOf} from './schemas.ts';
import {writeRequest} from '../../src/protocol/write.ts';

test('the capabilities go out whole with a request the official schemas accept', () => {
  const request = JSON.parse(writeRequest({event: 'start', environment: {caps: {...capabilities}}})) as {environment: object};
  expect(request.environment).toEqual({caps: capabilities});
  expect(faultsOf('bot_request', request)).toEqual([]);
});

test('what a bot must know before it sends a card, a list or a place is declared', () => {
  const {chat} = capabilities.media;
  expect(chat).toMatchObject({quickReply: 'out', genericTemplate: 'out', listTemplate: 'out', isWriting: 'out', location: 'both'});
  expect(capabilities).toMatchObject({type: 'b', inbound: true, outbound: false, encryption: false, ping: false});
});

test('a page adds the templates it draws itself, and the common ones stay without', () => {
  expect(capabilitiesWith(['ms_raw']).media.chat).toEqual({...capabilities.media.chat, customTemplateSchemaIds: ['ms_raw']});
  expect(capabilities.media.chat.customTemplateSchemaIds).toEqual([]);
});

test('through a gateway signs of writing and reading go both ways and receipts come back, and nothing else differs', () => {
  const {chat, ...media} = gatewayCapabilities.media;
  expect(chat).toEqual({...capabilities.media.chat, isWriting: 'both', read: 'both', acks: 'out'});
  expect({...gatewayCapabilities, media: {...media, chat: capabilities.media.chat}}).toEqual(capabilities);
  expect(capabilitiesWith(['ms_raw'], gatewayCapabilities).media.chat).toMatchObject({read: 'both', customTemplateSchemaIds: ['ms_raw']});
});
