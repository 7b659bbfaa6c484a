/** A unit in which a channel can be given. */
export type Unit = {
  /** The first name is the one shown to people; the heading of a file may use any of them. */
  readonly names: readonly [string, ...string[]];
  /** Converts a value to the channel's own unit. */
  readonly convert: (this: void, value: number) => number;
};

/** A channel whose value is one number. */
export type ScalarChannelDefinition = {
  /** The channel's number in stored readings. It never changes; a new channel takes the next free one. */
  readonly storedCode: number;
  /** The first unit is the channel's own: that of readings, limits and sentences. */
  readonly units: readonly [Unit, ...Unit[]];
  /** Units of SenML (RFC 8428, section 12.1, and RFC 8798) with their conversion to the channel's own unit. */
  readonly senmlUnits: { readonly [unit: string]: Unit['convert'] };
  /** The range that a working sensor can report; a number outside it is an unreadable value. */
  readonly least: number;
  readonly most: number;
  /** Usual keys of payloads that mean the channel and are not read, as words in lower case. */
  readonly spellings: readonly string[];
  /** Whether a working sensor may repeat one value for days. */
  readonly mayStayConstant: boolean;
  /** What is wrong with a value above or below its limit, as the beginning of a sentence: "Too warm". */
  readonly beyondLimit: { readonly above: string; readonly below: string };
};

/** The conversion of a value that is already in the channel's own unit. */
export const unconverted: Unit['convert'] = (value) => value;
