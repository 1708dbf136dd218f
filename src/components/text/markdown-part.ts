import type {PartContext} from '../context.ts';
import {markup} from './markup.ts';
import {textStyles} from './text.styles.ts';

export const draw: (body: string, context: PartContext) => unknown = markup;
export const styles = [textStyles];
