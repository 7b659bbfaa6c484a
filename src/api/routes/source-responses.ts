import * as z from 'zod/mini';
import { measuredChannels } from '../../model/reading.ts';
import { sourceAuthentications, sourceTransports } from '../../model/source.ts';
import { hash, instant, instantOrNull } from './response-fields.ts';

// Responses about sources: what sends messages about many devices.

const source = {
  source: z.string(),
  transport: z.enum(sourceTransports),
  description: z.string(),
  /** Null for a gateway, which its certificate identifies. */
  authentication: z.nullable(z.enum(sourceAuthentications)),
  messagesPerMinute: z.int(),
  silentAfterSeconds: z.number(),
  audience: z.array(z.string()),
  /** The version of its mapping that is in force; null: the built-in layouts recognise its messages. */
  mapping: z.nullable(z.int()),
  createdBy: z.string(),
  createdAt: instant,
  /** Since when it is silent, as people were or will be notified; null while it is heard. */
  silentSince: instantOrNull,
  /** Since when nothing of it is accepted; null while it is in use. */
  retiredAt: instantOrNull,
};

export const sourceListed = z.strictObject(source);

const registeredDevice = z.strictObject({ named: z.string(), device: z.string() });

export const sourceMapping = z.strictObject({
  source: z.string(),
  version: z.int(),
  sha256: hash,
  content: z.looseObject({}),
  writtenBy: z.string(),
  approvedBy: z.nullable(z.string()),
  approvedAt: instantOrNull,
});

const settings = z.strictObject({
  description: z.optional(z.string()),
  messagesPerMinute: z.optional(z.int()),
  silentAfterSeconds: z.optional(z.number()),
  audience: z.optional(z.array(z.string())),
});

export const sourceShown = z.strictObject({
  ...source,
  /** Where it sends to: an address for `https`, a topic for `mqtt`. */
  sendsTo: z.string(),
  /** When a message of it was last received; null if never. */
  heardAt: instantOrNull,
  devices: z.array(registeredDevice),
  /** The newest first. */
  mappings: z.array(sourceMapping),
  /** The newest first; what was changed, before and after. A retirement has its reason. */
  changes: z.array(
    z.strictObject({
      at: instant,
      by: z.string(),
      before: settings,
      after: settings,
      retiredFor: z.nullable(z.string()),
    }),
  ),
  /** The latest refusals, the newest first, each with its first reason. */
  refused: z.array(z.strictObject({ receivedAt: instant, reason: z.string(), reasons: z.int() })),
});

/** A secret in the clear: the only time that it is shown. */
export const sourceCreated = z.strictObject({
  source: z.string(),
  sendsTo: z.string(),
  secret: z.nullable(z.string()),
});

export const secretRotated = z.strictObject({
  source: z.string(),
  secret: z.string(),
  /** Until when the secret before is accepted as well; null: it ended. */
  previousUntil: instantOrNull,
});

export const devicesRegistered = z.strictObject({ source: z.string(), devices: z.array(registeredDevice) });
export const deviceDeregistered = z.strictObject({ source: z.string(), device: z.string() });

/** What a mapping makes of a message. */
export const mappingPreview = z.strictObject({
  /** The message that was read. */
  message: z.string(),
  /** When the refused message that was read was received; null where the request had the message. */
  receivedAt: instantOrNull,
  devices: z.array(
    z.strictObject({
      named: z.string(),
      /** Null: not registered with the source. */
      device: z.nullable(z.string()),
      readings: z.array(
        z.strictObject({
          channel: z.enum(measuredChannels),
          /** The number, or what was sent in place of one. */
          value: z.string(),
          unit: z.string(),
          time: instant,
          isReadable: z.boolean(),
        }),
      ),
      /** How many more readings there are than are listed. */
      more: z.int(),
      refused: z.array(z.string()),
    }),
  ),
  /** What was refused of no device. */
  refused: z.array(z.string()),
  /** The paths from which a mapping can read, each with its value in the message and the list that it is in. */

  paths: z.array(z.strictObject({ path: z.string(), value: z.string(), records: z.nullable(z.string()) })),
});

export const messageAccepted = z.strictObject({ accepted: z.literal(true) });
