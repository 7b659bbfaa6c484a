import type { FaultKind, Faults } from './fault-kinds.ts';
import type { LieKind } from './lie-kinds.ts';
import type { Fix, TruckPlan } from './truck.ts';
import type { Cell } from './lying-values.ts';

/** How large a simulated world is, and what may go wrong in it. A failing one is shrunk along these. */
export type Size = {
  readonly shipments: number;
  readonly hours: number;
  readonly faults: readonly FaultKind[];
  readonly lies: readonly LieKind[];
  /** Devices whose clocks are wrong, that fall silent, speak late, twice, and otherwise than before. */
  readonly hasDisorder: boolean;
  /** People who acknowledge, take devices off and on, and sign. */
  readonly hasPeople: boolean;
};

/** What a device sends at a moment of the world's own time. */
export type Sent = {
  readonly thing: string;
  readonly at: number;
  readonly payload: string;
  /** What it says, before anybody has read it. */
  readonly rows: readonly Row[];
  /** Something of it, or all of it, says nothing. */
  readonly isMalformed: boolean;
  /** The rule could not hand it over: it waits among what was rejected. */
  readonly isMislaid: boolean;
};

export type ShipmentPlan = {
  readonly shipment: string;
  readonly devices: readonly string[];
  readonly profile: { readonly id: string; readonly version: number };
  readonly intervalMs: number;
  readonly createdAt: number;
  readonly attachedAt: number;
  readonly departedAt: number;
  /** Null: it is on its way still when the world ends. */
  readonly arrivedAt: number | null;
  /** How much later than it was the departure is declared, and how much earlier than it is declared the arrival was. */
  readonly departureLateMs: number;
  readonly arrivalBackMs: number;
  /** When somebody declares an arrival that was none, and takes it back; null: nobody does. */
  readonly falseArrival: { readonly at: number; readonly takenBackAt: number } | null;
  /** Null: the shipment has no geofences. */
  readonly truck: TruckPlan | null;
  /** When somebody takes the first device off for a while; null: nobody does. */
  readonly swappedAt: number | null;
  readonly signsAt: number | null;
};

export type Plan = {
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly shipments: readonly ShipmentPlan[];
  readonly sent: readonly Sent[];
  readonly faults: Faults;
};

/** What a device says of one time, its own, in epoch milliseconds: of each value what stands in its place. */
export type Row = {
  readonly at: number;
  readonly cells: { readonly temperature: Cell; readonly pressure?: Cell };
  readonly fix?: Fix;
};
