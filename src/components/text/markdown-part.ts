import type {PartContext} from '../context.ts';
import type {Part} from '../late-part.ts';
import {drawn} from './drawn.ts';
import {textStyles} from './text.styles.ts';

export const markdownPart: Part<[body: string, context: PartContext]> = {draw: drawn, styles: [textStyles]};
