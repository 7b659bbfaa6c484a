/** A column that a table of plans can have. */
export type PlanColumn = {
  /** The field of a plan, as the API names it. */
  readonly field: PlanField;
  /** The headings by which it is recognised; the first is the one to recommend. */
  readonly headings: readonly [string, ...string[]];
  /** Whether every table needs it. */
  readonly isRequired: boolean;
};

export type PlanField =
  | 'shipment'
  | 'goods'
  | 'gtin'
  | 'lots'
  | 'quantity'
  | 'expiry'
  | 'sscc'
  | 'origin'
  | 'destination'
  | 'waypoints'
  | 'plannedDeparture'
  | 'plannedArrival'
  | 'site'
  | 'profile'
  | 'ambientProfile'
  | 'carrier'
  | 'vehicle'
  | 'packaging'
  | 'audience'
  | 'escalation';

const column = (field: PlanField, headings: PlanColumn['headings'], isRequired = false): PlanColumn => ({
  field,
  headings,
  isRequired,
});

/** Every column of a table of plans. */
export const planColumns: readonly PlanColumn[] = [
  column('shipment', ['number', 'shipment', 'shipment number', 'shipment id'], true),
  column('goods', ['goods', 'product', 'products'], true),
  column('gtin', ['GTIN', 'trade item number']),
  column('lots', ['lots', 'lot', 'batches', 'batch']),
  column('quantity', ['quantity', 'units']),
  column('expiry', ['expiry', 'expiry date', 'expiry day', 'expires']),
  column('sscc', ['label', 'SSCC']),
  column('origin', ['from', 'origin'], true),
  column('destination', ['to', 'destination'], true),
  column('waypoints', ['via', 'waypoints', 'stops']),
  column('plannedDeparture', ['departs', 'planned departure', 'departure']),
  column('plannedArrival', ['arrives', 'planned arrival', 'arrival']),
  column('site', ['site']),
  column('profile', ['limits', 'storage limits', 'profile'], true),
  column('ambientProfile', ['ambient limits', 'ambient profile']),
  column('carrier', ['carrier']),
  column('vehicle', ['vehicle']),
  column('packaging', ['packaging']),
  column('audience', ['told', 'audience', 'who is told']),
  column('escalation', ['escalation', 'told next']),
];

const byHeading = new Map(
  planColumns.flatMap((each) => each.headings.map((heading) => [folded(heading), each])),
);

/** The column that a heading names, whatever its case, underscores and hyphens; null for an unknown heading. */
export function columnNamed(heading: string): PlanColumn | null {
  return byHeading.get(folded(heading)) ?? null;
}

/** The recommended headings, as a list for people. */
export function headingsInWords(): string {
  return planColumns.map(({ headings }) => headings[0]).join(', ');
}

function folded(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .replace(/[\s*:]+$/, '')
    .trim();
}
