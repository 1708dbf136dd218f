import {Buffer} from 'node:buffer';
import type {Auth} from './options.ts';

/** The header with which the gateway authenticates itself. */
export function authorizationOf(auth: Auth | undefined): {authorization: string} | undefined {
  if (!auth) return undefined;
  if (auth.type === 'bearer') return {authorization: `Bearer ${auth.secret}`};
  return {authorization: `Basic ${Buffer.from(`${auth.user}:${auth.secret}`).toString('base64')}`};
}
