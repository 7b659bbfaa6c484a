import type { SourceMapping } from '../../src/model/source-mapping.ts';
import type { SourceAuthentication, SourceTransport } from '../../src/model/source.ts';
import type { FaultKind, Faults } from './fault-kinds.ts';
import type { BadInputKind } from './bad-input-kinds.ts';
import type { GoodsPlan } from './goods-types.ts';
import type { Fix, TruckPlan } from './truck.ts';
import type { Cell } from './bad-values.ts';

/** How large a simulated world is, and what may go wrong in it. A failing world is shrunk along these. */
export type Size = {
  readonly shipments: number;
  readonly hours: number;
  readonly faults: readonly FaultKind[];
  readonly badInputs: readonly BadInputKind[];
  /**
   * Devices whose clocks are wrong, that go offline, that send late or twice, or that send different values for the
   * same time.
   */
  readonly hasDisorder: boolean;
  /** People who acknowledge alarms, swap devices and sign. */
  readonly hasPeople: boolean;
  /** Gateways and webhooks that speak for devices, in some of the worlds. */
  readonly hasSources: boolean;
  /** Shipments of several products, and goods that travel on with a second shipment, in some of the worlds. */
  readonly hasProducts: boolean;
};

/** A message that a device sends, with the world's time at which it does. */
export type Sent = {
  readonly thing: string;
  readonly at: number;
  readonly payload: string;
  /** Its content, independent of any decoder. */
  readonly rows: readonly Row[];
  /** Part of the message, or all of it, cannot be parsed. */
  readonly isMalformed: boolean;
  /** The topic rule could not deliver it to the queue: it waits among the rejected messages. */
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
  /** Null: the shipment is still on its way when the world ends. */
  readonly arrivedAt: number | null;
  /** How late the departure is declared, and how far the arrival is backdated; milliseconds. */
  readonly departureLateMs: number;
  readonly arrivalBackMs: number;
  /** When a person declares an arrival by mistake, and when it is withdrawn; null: nobody does. */
  readonly falseArrival: { readonly at: number; readonly takenBackAt: number } | null;
  /** Null: the shipment has no geofences. */
  readonly truck: TruckPlan | null;
  /** When the first device is detached for a while; null: never. */
  readonly swappedAt: number | null;
  readonly signsAt: number | null;
  /** When its destination is moved to where the truck goes; null: it was planned there. */
  readonly divertedAt: number | null;
  /** When it is cancelled, with its sensors attached, in place of a departure; null: it travels. */
  readonly cancelledAt: number | null;
  /** Null: it has no products but goods with a profile. */
  readonly goods: GoodsPlan | null;
};

/** Something that sends messages about several devices. */
export type SourcePlan = {
  readonly name: string;
  readonly transport: SourceTransport;
  /** Null for a gateway. */
  readonly authentication: SourceAuthentication | null;
  /** Null: the built-in layouts recognise its bodies. */
  readonly mapping: SourceMapping | null;
  readonly messagesPerMinute: number;
  /** The registered devices by the names that the bodies have for them. */
  readonly devices: ReadonlyMap<string, string>;
  /** Those of them that are with no shipment. */
  readonly neighbours: readonly string[];
};

/** What a body has of one device. `payload` is what the device would have sent itself to say the same. */
export type BodyPart = Sent & { readonly named: string };

/** A message of a source, with the world's time at which it is sent. */
export type SentBody = {
  readonly source: string;
  readonly at: number;
  readonly payload: string;
  readonly parts: readonly BodyPart[];
  /** What must be refused of no device: names that are not registered with the source, or a word of the body. */
  readonly refusals: readonly string[];
  readonly isMislaid: boolean;
};

export type Plan = {
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly shipments: readonly ShipmentPlan[];
  /** What devices send themselves. */
  readonly sent: readonly Sent[];
  readonly sources: readonly SourcePlan[];
  /** What sources send about their devices. */
  readonly bodies: readonly SentBody[];
  readonly faults: Faults;
};

/**
 * The values that a device sends for one time. `at` is the device's own time in epoch milliseconds; each cell is the
 * text sent for the value.
 */
export type Row = {
  readonly at: number;
  readonly cells: { readonly temperature: Cell; readonly pressure?: Cell };
  readonly fix?: Fix;
};
