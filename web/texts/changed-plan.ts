/** What changed of a plan, in the audit trail. */
export const changedPlanTexts = {
  changed: 'Plan changed',
  cancelled: (reason: string) => `Shipment cancelled: ${reason}`,
  fields: {
    goods: 'Goods',
    lots: 'Lots',
    sscc: 'Label (SSCC)',
    origin: 'Origin',
    destination: 'Destination',
    waypoints: 'Waypoints',
    plannedDeparture: 'Planned departure',
    plannedArrival: 'Planned arrival',
    site: 'Site',
    profile: 'Storage limits',
    ambientProfile: 'Limits around the goods',
    audience: 'Who is notified',
    escalation: 'If nobody acknowledges',
    vehicle: 'Vehicle',
    packaging: 'Packaging',
    carrier: 'Carrier',
  },
  none: 'none',
  circle: (meters: number, middle: string) => `${meters} m around ${middle}`,
  polygon: (corners: readonly string[], more: number) =>
    `corners ${corners.join('; ')}${more === 0 ? '' : ` and ${more} more`}`,
  otherCorners: 'other corners',
};
