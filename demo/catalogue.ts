export type Room = 'dining' | 'reading' | 'bedroom' | 'hallway' | 'bathroom';

/** A product of the shop. */
export interface Product {
  id: string;
  name: string;
  /** Description for the line of a card. */
  line: string;
  /** Whole euros. */
  price: number;
  /** File name of its drawing in `demo/pictures`. */
  picture: string;
  /** Words that visitors may call it by, besides its id; "table lamp" and the like as one word. */
  synonyms: readonly string[];
}

export interface Lamp extends Product {
  rooms: readonly Room[];
  /** Centimetres. */
  width: number;
  bulb: string;
  dims: boolean;
  /** Centimetres below the ceiling with the shortest cable; 0 if it does not hang. */
  hangs: number;
  /** Details in Markdown. */
  more: string;
}

export const lamps: readonly Lamp[] = [
  {
    id: 'fjell',
    name: 'Fjell pendant',
    line: 'Oiled bronze, 45\u00a0cm. Warm 2700\u00a0K, dims to 5\u00a0%.',
    price: 349,
    picture: 'fjell',
    synonyms: ['pendant', 'pendants'],
    rooms: ['dining'],
    width: 45,
    bulb: 'E27, at most 9 W LED, 2700 K',
    dims: true,
    hangs: 62,
    more: 'Spun by hand from **bronze**, oiled and never lacquered, so it darkens where it is touched. The cable is 96 cm and can be shortened without tools.',
  },
  {
    id: 'lys',
    name: 'Lys table lamp',
    line: 'Opal glass on brass, 41 cm. Dims at the foot.',
    price: 189,
    picture: 'lys',
    synonyms: ['tablelamp', 'desklamp'],
    rooms: ['reading', 'bedroom'],
    width: 31,
    bulb: 'E14, at most 6 W LED, 2700 K',
    dims: true,
    hangs: 0,
    more: 'A dome of **opal glass**, white right through: no bulb shows as a spot. Shades since 1998 fit each other.',
  },
  {
    id: 'skog',
    name: 'Skog floor lamp',
    line: 'Oak and linen, 152 cm. Foot switch.',
    price: 420,
    picture: 'skog',
    synonyms: ['floorlamp', 'standinglamp'],
    rooms: ['reading'],
    width: 48,
    bulb: 'E27, at most 11 W LED, 2700 K',
    dims: false,
    hangs: 0,
    more: 'Three legs of **oak** that was dried for three years, and linen that is washed, not glued.',
  },
  {
    id: 'dagg',
    name: 'Dagg wall globe',
    line: 'Opal glass on brass. For damp rooms.',
    price: 145,
    picture: 'dagg',
    synonyms: ['walllamp', 'wall globe', 'globe', 'sconce'],
    rooms: ['hallway', 'bathroom'],
    width: 16,
    bulb: 'G9, at most 4 W LED, 2700 K',
    dims: true,
    hangs: 0,
    more: 'Sealed at the neck (**IP44**), so it may hang beside a mirror. Turned by 90° it is a ceiling lamp.',
  },
  {
    id: 'natt',
    name: 'Natt lantern',
    line: 'Hangs or stands, 28 cm. Glass and brass.',
    price: 165,
    picture: 'natt',
    synonyms: ['lantern'],
    rooms: ['dining', 'hallway', 'bedroom'],
    width: 28,
    bulb: 'E14, at most 6 W LED, 2200 K',
    dims: true,
    hangs: 54,
    more: 'Made for a **ceiling that is quite low**, and for the terrace: it runs ten hours without a socket.',
  },
];

export const parts: readonly Product[] = [
  {id: 'cable', name: 'Textile cable, clay', line: '3 m, € 24', price: 24, picture: 'cable', synonyms: ['textile cable', 'cord', 'wire']},
  {
    id: 'shade',
    name: 'Opal shade for Lys',
    line: 'Fits from 1998, € 62',
    price: 62,
    picture: 'shade',
    synonyms: ['opal shade', 'glass shade'],
  },
  {id: 'rose', name: 'Ceiling rose', line: 'Bronze, € 31', price: 31, picture: 'rose', synonyms: ['ceiling rose', 'canopy']},
];

export const products: readonly Product[] = [...lamps, ...parts];

/** Rooms, with their names as the bot writes them. */
export const rooms: Readonly<Record<Room, {name: string; called: readonly string[]; advice: string}>> = {
  dining: {
    name: 'a table',
    called: ['dining', 'table', 'kitchen', 'dinner'],
    advice: 'Hang it **60 cm above the table**; about a third of the table is wide enough.',
  },
  reading: {
    name: 'reading',
    called: ['reading', 'read', 'book', 'armchair', 'sofa', 'living'],
    advice: 'The light comes **from behind the shoulder**, a hand above the eyes.',
  },
  bedroom: {name: 'a bedroom', called: ['bedroom', 'bed', 'night'], advice: 'Below **2700 K**, and a switch you reach without sitting up.'},
  hallway: {
    name: 'a hallway',
    called: ['hallway', 'hall', 'corridor', 'stairs', 'entrance'],
    advice: 'Soft, **and at the wall**: a hallway without windows wants two small lights, not a big one.',
  },
  bathroom: {
    name: 'a bathroom',
    called: ['bathroom', 'bath', 'mirror', 'shower'],
    advice: 'At both sides of the mirror, and **IP44** or better.',
  },
};

/** Orders the bot can look up. */
export const orders: ReadonlyMap<string, {what: string; state: string; parcel?: string}> = new Map([
  [
    'NL-1042',
    {
      what: 'Fjell pendant',
      state: 'It left the workshop today and arrives on **Thursday between 10 and 12**.',
      parcel: 'NORDLICHT01790001042',
    },
  ],
  ['NL-1043', {what: 'Skog floor lamp', state: 'The legs are being oiled; it leaves the workshop **in two days**.'}],
  ['NL-0998', {what: 'Opal shade for Lys', state: 'It was delivered **last Friday**.', parcel: 'NORDLICHT01790000998'}],
]);

/** Formats a price, without a line break inside. */
export function euros(price: number): string {
  return `€\u00a0${price}`;
}
