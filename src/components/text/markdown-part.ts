import type {PartContext} from '../context.ts';
import {drawn} from './drawn.ts';
import {textStyles} from './text.styles.ts';

export const draw: (body: string, context: PartContext) => unknown = drawn;
export const styles = [textStyles];
