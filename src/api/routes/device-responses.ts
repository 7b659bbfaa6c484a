import * as z from 'zod/mini';
import { deviceDiagnosticKinds } from '../../model/diagnostic-kind.ts';
import { instant, instantOrNull, pageOf, role } from './response-fields.ts';

// Responses about devices: all of them as a list, and one before it is attached.

/** What is known of a device before it is attached. */
export const deviceChecked = z.strictObject({
  device: z.string(),
  /**
   * Whether a thing of this name, or a device of a source, is registered; null where the registry gave no answer, and
   * then nothing is known of a certificate either.
   */
  isRegistered: z.nullable(z.boolean()),
  /** The end of the certificate that is valid longest; null if the device has no active one. */
  certificateUntil: instantOrNull,
  /**
   * When anything of the device was last heard, understood or not; null if nothing ever was. It and what follows is
   * also null where the device is attached to a shipment that the person may not see.
   */
  lastHeardAt: instantOrNull,
  /** Device time of its last reading. */
  lastReadAt: instantOrNull,
  celsius: z.nullable(z.number()),
  batteryPercent: z.nullable(z.number()),
  /** The end of calibration that was given at its last attachment that the person may see. */
  calibratedUntil: instantOrNull,
  /** The shipment to which it is attached; null if to none. */
  attachedTo: z.nullable(
    z.strictObject({
      /** Null where the person may not see the shipment. */
      shipment: z.nullable(z.string()),
      since: instant,
    }),
  ),
  /** Messages of the device that were refused in the last 30 days: how many (20 at most), when the last one, and why. */
  refused: z.nullable(z.strictObject({ messages: z.int(), lastAt: instant, reason: z.string() })),
});

/** A device as the list has it. What is not known is null, and never means that it is in order. */
export const deviceListed = z.strictObject({
  device: z.string(),
  /** The source that it was registered with; null for a thing of the registry. */
  source: z.nullable(z.string()),
  /** Whether it is a gateway, which speaks for the devices of the source of its name and measures nothing itself. */
  isGateway: z.boolean(),
  /** When anything of it was last heard, understood or not; null if nothing was. */
  lastHeardAt: instantOrNull,
  /** Device time of its last reading. */
  lastReadAt: instantOrNull,
  /**
   * Whether it was with a shipment that the person may not see. What it sent by then is not shown, so that "nothing was
   * heard" means "nothing since".
   */
  wasElsewhere: z.boolean(),
  /** Null if no value was read, or the newest is unreadable. */
  batteryPercent: z.nullable(z.number()),
  /** The end of calibration that was given at its last attachment that the person may see; null if none was given. */
  calibratedUntil: instantOrNull,
  /**
   * Whether the end of its certificate is known. Where it is "unknown", the check of the device reads it from the
   * certificate itself. A device of a source needs none.
   */
  certificate: z.enum(['known', 'none', 'unknown', 'not-needed']),
  /** The end of the active certificate that is valid longest; null unless it is known. */
  certificateUntil: instantOrNull,
  /** The shipment to which it is attached; null if to none. Devices at shipments of other sites are not listed. */
  attachedTo: z.nullable(z.strictObject({ shipment: z.string(), goods: z.string(), since: instant, role })),
  /**
   * What is wrong with the device, as far as its readings show; null while it is attached to no shipment, because then
   * nothing evaluates it.
   */
  diagnostics: z.nullable(z.array(z.enum(deviceDiagnosticKinds))),
  /** When a message of it was last refused, in the last 30 days; null if none was. */
  lastRefusedAt: instantOrNull,
});

/** A page of devices: those that fit the filter. A page may be empty although more follow. */
export const devicesListed = z.strictObject({
  ...pageOf(deviceListed).shape,
  /** How many devices of this page are left out because what the filter asks for is not known of them. */
  unknown: z.int(),
});
