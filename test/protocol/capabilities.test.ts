import {expect, test} from 'vitest';
import {capabilities, capabilitiesWith} from '../../src/protocol/capabilities.ts';
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
