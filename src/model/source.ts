import type { SourceMapping } from './source-mapping.ts';

/** How a source sends: a vendor's webhook, or a gateway that is an IoT thing of the same name. */
export const sourceTransports = ['https', 'mqtt'] as const;
export type SourceTransport = (typeof sourceTransports)[number];

/** How a source that sends over HTTPS proves who it is. */
export const sourceAuthentications = ['secret', 'signature'] as const;
export type SourceAuthentication = (typeof sourceAuthentications)[number];

/** The mapping version in force: approved by someone other than its author. */
export type ApprovedMapping = {
  readonly version: number;
  /** SHA-256 of the canonical JSON of `content`. */
  readonly sha256: string;
  readonly content: SourceMapping;
};

/** Something that sends messages about many devices. */
export type Source = {
  /** Has the form of a thing name; that of a gateway is its thing name. */
  readonly name: string;
  readonly transport: SourceTransport;
  readonly description: string;
  /** Null for a gateway, which the certificate of its connection identifies. */
  readonly authentication: SourceAuthentication | null;
  /** The most requests that are accepted in a minute of the clock; a gateway is not bounded here. */
  readonly messagesPerMinute: number;
  /** The source counts as silent when nothing was heard of it for longer than this, in milliseconds. */
  readonly silentAfterMs: number;
  /** Who is notified of its silence. */
  readonly audience: readonly string[];
  /** Null: the built-in layouts recognise its messages. */
  readonly mapping: ApprovedMapping | null;
};

/** A source as processing its messages needs it. */
export type KnownSource = Source & {
  /** Changes with each deregistration; until then, a registration that was read is still valid. */
  readonly deregistrations: number;
  /** Since when nothing of it is accepted, in epoch milliseconds; null while it is in use. */
  readonly retiredAt: number | null;
};

/** What is recorded of a source beyond what reading its messages needs. Times are epoch milliseconds. */
export type StoredSource = KnownSource & {
  readonly createdBy: string;
  readonly createdAt: number;
  /** Since when it is silent, as recorded; null while it is heard. */
  readonly silentSince: number | null;
  /** The silence that people were last notified of, by its beginning; null if they know of none. */
  readonly notifiedSilence: number | null;
  /** How often it was changed. */
  readonly changes: number;
};

/** What may be changed of a source; its name and the way it sends may not. */
export type SourceSettings = Pick<Source, 'description' | 'messagesPerMinute' | 'silentAfterMs' | 'audience'>;

/** A change of a source: who made it, when (epoch milliseconds), and what was changed. */
export type SourceChange = {
  /** From one. */
  readonly number: number;
  readonly by: string;
  readonly at: number;
  readonly before: Partial<SourceSettings>;
  readonly after: Partial<SourceSettings>;
  /** The reason, where the change is its retirement; else null. */
  readonly retiredFor: string | null;
};

/** A source as lists have it: the mapping by its version only. */
export type SourceSummary = Omit<StoredSource, 'mapping' | 'deregistrations' | 'changes'> & {
  readonly mappingVersion: number | null;
};

/** One version of a source's mapping. Times are epoch milliseconds. */
export type StoredMapping = ApprovedMapping & {
  readonly writtenBy: string;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
};

/** A device of a source: the name that its messages give it, and Coldwatch's name. */
export type RegisteredDevice = { readonly named: string; readonly device: string };
