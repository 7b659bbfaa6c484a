import type { Carrier } from './carrier.ts';
import type { Product } from './product.ts';
import type { ProfileVersion } from './profile-version.ts';
import type { Route } from './route.ts';

export type { ProfileVersion };

/** A shipment as it is planned. Fields with a "?" were added later. */
export type ShipmentPlan = {
  readonly goods: string;
  /**
   * What the goods are, where they were named one by one: then the lots are theirs, by their keys, and the profile is
   * the one that theirs make together.
   */
  readonly products?: readonly Product[];
  /** Serial shipping container code of the logistic unit, 18 digits. */
  readonly sscc?: string | null;
  /** Lots of the goods, so that some of them can be released. */
  readonly lots?: readonly string[];
  readonly origin: string;
  readonly destination: string;
  readonly site: string;
  readonly profile: ProfileVersion;
  /** The profile for the air around the goods. */
  readonly ambientProfile?: ProfileVersion | null;
  /** The audiences of the shipment; notification subscriptions filter by them. */
  readonly audience: readonly string[];
  /** The audiences to notify, one after another, of an alarm that nobody acknowledged. */
  readonly escalation?: readonly string[];
  readonly route?: Route | null;
  /**
   * The waypoints without a geofence, which the route does not have, each with its place among all waypoints, from 0.
   * Absent where there is none.
   */
  readonly namedWaypoints?: readonly { readonly index: number; readonly name: string }[];
  /** The vehicle. Notifications about several shipments on the same vehicle are merged under this name. */
  readonly vehicle?: string | null;
  /** What the goods are packed in, by its usual name, so that shipments in the same packaging can be compared. */
  readonly packaging?: string | null;
  /** Who transports the goods, and how to reach them. */
  readonly carrier?: Carrier | null;
};
