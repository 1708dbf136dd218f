import {expect, test} from 'vitest';
import {capabilities, capabilitiesWith, gatewayCapabilities} from '../../src/protocol/capabilities.ts';
import {schemaErrors} from './schemas.ts';
import {writeRequest} from '../../src/protocol/write.ts';

test('a request includes all capabilities and is accepted by the official schemas', () => {
  const request = JSON.parse(writeRequest({event: 'start', environment: {caps: {...capabilities}}})) as {environment: object};
  expect(request.environment).toEqual({caps: capabilities});
  expect(schemaErrors('bot_request', request)).toEqual([]);
});

test('the capabilities declare quick replies, templates, iswriting and locations', () => {
  const {chat} = capabilities.media;
  expect(chat).toMatchObject({quickReply: 'out', genericTemplate: 'out', listTemplate: 'out', isWriting: 'out', location: 'both'});
  expect(capabilities).toMatchObject({type: 'b', inbound: true, outbound: false, encryption: false, ping: false});
});

test('capabilitiesWith() adds custom templates without changing the shared capabilities', () => {
  expect(capabilitiesWith(['ms_raw']).media.chat).toEqual({...capabilities.media.chat, customTemplateSchemaIds: ['ms_raw']});
  expect(capabilities.media.chat.customTemplateSchemaIds).toEqual([]);
});

test('the capabilities of a gateway differ only in iswriting and read (both ways) and acks (out)', () => {
  const {chat, ...media} = gatewayCapabilities.media;
  expect(chat).toEqual({...capabilities.media.chat, isWriting: 'both', read: 'both', acks: 'out'});
  expect({...gatewayCapabilities, media: {...media, chat: capabilities.media.chat}}).toEqual(capabilities);
  expect(capabilitiesWith(['ms_raw'], gatewayCapabilities).media.chat).toMatchObject({read: 'both', customTemplateSchemaIds: ['ms_raw']});
});
