/** What devices and people get wrong in a world. Leaving one kind out does not change the others. */
export const badInputKinds = [
  /** Words, empty values, and numbers that no sensor can measure. */
  'texts',
  /** Marks for values off the sensor's scale. */
  'scale',
  /** Fault codes among good readings, and at the start and end of a record. */
  'codes',
  /** A single reading far from its neighbours. */
  'lone',
  /** Numbers as strings. */
  'strings',
  /** Shipments with geofences, and trucks that pass the destination, turn back and leave again. */
  'fences',
  /** Positions without a fix, and positions of radio cells. */
  'fixes',
  /** A clock that starts at its default time. */
  'clock',
  /** Messages that cannot be parsed. */
  'malformed',
  /** Different values for the same time in two messages. */
  'differing',
  /** Arrivals declared too early, backdated, or withdrawn. */
  'declarations',
] as const;
export type BadInputKind = (typeof badInputKinds)[number];
