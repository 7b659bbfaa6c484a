/** What a sensor sent at one time, in °C; an unreadable value may be known to lie beyond a bound. */
export type Sent =
  | { readonly at: number; readonly celsius: number }
  | {
      readonly at: number;
      readonly side: 'above' | 'below' | 'either' | null;
      readonly bound: number | null;
    };

/** A sensor with the goods. Times in epoch milliseconds. */
export type Sensor = {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  /** The whole time that it was with the goods, on neighbouring legs too. */
  readonly knownFrom: number;
  readonly knownTo: number;
  readonly intervalMs: number;
  readonly maxGapMs: number;
  /** In any order, with repeats. */
  readonly sent: readonly Sent[];
};

/** An amount of one allowance: of time in milliseconds by its id, or in cycles. */
export type Amount = { readonly allowance: string | null; readonly amount: number };

export type Leg = {
  readonly shipment: string;
  readonly product: string;
  /** The leg's keys of lots by their numbers. */
  readonly lots: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
  readonly sensors: readonly Sensor[];
  /** Null: nobody entered one; otherwise what was used before, of which nothing or only a part may be known. */
  readonly opening: 'unused' | 'unknown' | readonly Amount[] | null;
  readonly links: readonly {
    readonly shipment: string;
    readonly product: string;
    readonly lots: readonly string[] | null;
    /** Of how many of these units it is proven, where that is not of all: of none any more, or of some. */
    readonly proven?: 'of none' | 'of some';
  }[];
  /** When each was signed in epoch milliseconds, else after everything. */
  readonly readmissions: readonly (Amount & {
    readonly lots: readonly string[] | null;
    readonly signedAt?: number;
  })[];
};

export type Allowance = {
  readonly id: string;
  readonly kind: 'above' | 'below' | 'atLeast' | 'atMost';
  readonly celsius: number;
  readonly totalMs: number;
};

/** Generated legs of one product, and the question about one lot at the last of them. */
export type History = {
  readonly allowances: readonly Allowance[];
  readonly freezesBelow: number;
  readonly thawsAbove: number;
  readonly cycles: number;
  readonly longestGapMs: number;
  readonly legs: readonly Leg[];
  /** The shipment that is judged. */
  readonly last: string;
  /** The number of the lot; null: all of them. */
  readonly lot: string | null;
};
