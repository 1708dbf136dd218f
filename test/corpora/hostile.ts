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
 * A message that wants more than to be read, and what is to become of it. What it tries: to call `ran()`, to reach `evil.example`, to take
 * a name, a class or an id with `evil` in it, to change what all objects have, to take the page's time, or to look like something it is not.
 */
export interface Hostile {
  name: string;
  /** As it comes on the wire. */
  message: unknown;
  /** Words of it that have to be seen: nothing that was said gets lost. */
  shows?: readonly string[];
  /** What must not be seen. */
  hides?: readonly string[];
  /** Where its links lead, all of them. */
  links?: readonly string[];
  /** What is loaded for it, all of it. */
  media?: readonly string[];
}

/** Every hostile message, by what it is hostile with. */
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
