import {actions} from './hostile/actions.ts';
import {addresses} from './hostile/addresses.ts';
import {appearances} from './hostile/appearances.ts';
import {bodies} from './hostile/bodies.ts';
import {fields} from './hostile/fields.ts';
import {files} from './hostile/files.ts';
import {shapes} from './hostile/shapes.ts';
import {sizes} from './hostile/sizes.ts';
import {values} from './hostile/values.ts';

/**
 * A hostile message and its expected rendering. It tries to call `ran()`, to reach `evil.example`, to set
 * a name, class or id containing `evil`, to pollute prototypes, to block the page, or to look like something it is not.
 */
export interface Hostile {
  name: string;
  /** As it arrives over the wire. */
  message: unknown;
  /** Text that must be visible: no content may be lost. */
  shows?: readonly string[];
  /** Text that must not be visible. */
  hides?: readonly string[];
  /** The URLs of all its links. */
  links?: readonly string[];
  /** The URLs of everything that is loaded for it. */
  media?: readonly string[];
}

/** All hostile messages, by the kind of attack. */
export const hostile: Readonly<Record<string, readonly Hostile[]>> = {
  bodies,
  addresses,
  fields,
  files,
  actions,
  shapes,
  values,
  appearances,
  sizes,
};
