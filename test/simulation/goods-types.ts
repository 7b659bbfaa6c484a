/** What one product of a simulated shipment is. */
export type ProductPlan = {
  readonly id: string;
  readonly name: string;
  readonly gtin: string;
  /** The id of one of the profiles of products. */
  readonly profile: string;
  readonly lots: readonly string[];
  readonly serials: readonly string[];
};

/** The products of a simulated shipment; times in epoch milliseconds. */
export type GoodsPlan = {
  readonly products: readonly ProductPlan[];
  readonly sscc: string | null;
  /** For which products the devices stand, in their order; null: all of them. */
  readonly standsFor: readonly (readonly string[] | null)[];
  /** The same of the first device once it is attached again. */
  readonly afterSwap: readonly string[] | null;
  /** When a product is renamed, gets a lot, and another one is added; null: never. */
  readonly changedAt: number | null;
  /** What people say of the time before this shipment; null: nothing. */
  readonly before: BeforePlan | null;
};

/** Where goods came from and what was used before, as people enter it; times in epoch milliseconds. */
export type BeforePlan = {
  /** The earlier shipment and how it can be known; null: this is the first one. */
  readonly from: {
    readonly shipment: string;
    readonly by: 'sscc' | 'serial' | 'person';
    readonly lots: readonly string[] | null;
  } | null;
  readonly sayAt: number;
  /** What was used before the first shipment; null: nobody says. */
  readonly opening: 'unused' | { readonly minutes: number; readonly cycles: number } | null;
  /** How much quality allows again; null: nothing. */
  readonly readmission: { readonly minutes: number; readonly lot: string | null; readonly at: number } | null;
};
