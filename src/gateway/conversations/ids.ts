import {randomBytes} from 'node:crypto';

/** 128 random bits nobody can guess, in characters that are safe in a path. */
const randomId = (): string => randomBytes(16).toString('base64url');

export const newConversationId = (): string => `c_${randomId()}`;
export const newMessageId = (): string => `m_${randomId()}`;

/** The id of a turn the gateway itself starts; no visitor's key can equal it. */
export const newTurnId = (event: string): string => `${event}:${randomId()}`;
