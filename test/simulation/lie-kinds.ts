/** What devices and people get wrong in a world; each kind can be left out of it, and the others stay as they are. */
export const lieKinds = [
  /** Words, nothing at all, and numbers beyond what a sensor can give, in place of values. */
  'texts',
  /** Marks of a value off the sensor's scale. */
  'scale',
  /** Fault codes among good readings, at beginnings and ends. */
  'codes',
  /** One reading far from its neighbours. */
  'lone',
  /** Numbers as strings. */
  'strings',
  /** Shipments have geofences, and trucks that pass, return and leave again. */
  'fences',
  /** Positions without a fix, and of radio cells. */
  'fixes',
  /** A clock that starts at its default. */
  'clock',
  /** Messages that nobody can read. */
  'malformed',
  /** Values of one time that differ between two messages. */
  'differing',
  /** Declarations that are early, backdated, and taken back. */
  'declarations',
] as const;
export type LieKind = (typeof lieKinds)[number];
