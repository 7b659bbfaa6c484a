import type { readDeviceTime } from '../../model/device-time.ts';
import type { LayoutName } from '../../model/layout-names.ts';
import type { Quantity } from '../payload-readings.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** A value of a record that may become a reading. */
export type MeasuredValue = {
  /** Where the record has it, such as "object.temperature". */
  readonly name: string;
  readonly quantity: Quantity | 'accuracy';
  /** The unit in which the record has it, such as "°F". */
  readonly unit: string;
  /** The value in the unit of readings, or whatever was sent in its place. */
  readonly value: unknown;
  /** Neither the record nor its vendor's documentation states the unit: the key is that of plain JSON, in its unit. */
  readonly isUnitOpen?: true;
  /** Names of the values that this one replaces unless it is null, such as those of a built-in sensor by a probe. */
  readonly overrides?: readonly string[];
};

/** Reads a time, as `readDeviceTime` does. `receivedAt` is epoch milliseconds, null for a file. */
export type TimeForm = typeof readDeviceTime;

/** A place where a record may have its time; absent if it is missing or null there. */
export type TimeField = {
  readonly path: string;
  readonly form: TimeForm;
  /** Whose clock it is. */
  readonly clock: 'device' | 'receipt';
};

/** Values that share one time. */
export type ValueGroup = {
  /** The first that the record has is its time; where it cannot be read, the values are refused. */
  readonly times: readonly TimeField[];
  readonly values: (part: JsonObject) => readonly MeasuredValue[];
  /** Whether every record has the last fix again, however old, together with new values. */
  readonly isLastFix?: boolean;
};

/** How the JSON of one kind of tracker, gateway or network server is read. */
export type RecordLayout = {
  /** The name by which its users know it; or that it is the one that a person declared. */
  readonly name: LayoutName | 'the mapping';
  /** Whether a record is of this layout. It is strict: a plain record must not be claimed. */
  readonly recognises: (record: JsonObject) => boolean;
  /** Whether a record may have no object and no list among its fields; others are then not asked to recognise it. */
  readonly mayBeFlat?: true;
  /**
   * Divides a record that contains several; what the parts share is repeated in each. Without it, the record is one
   * part.
   */
  readonly parts?: (record: JsonObject) => readonly JsonObject[];
  /** Why a part is no measurement, whatever it has, by what its vendor documents; null if it may be one. */
  readonly refusal?: (part: JsonObject) => string | null;
  /** Paths of the device's names, texts or numbers; the first present identifies it. */
  readonly devices: readonly string[];
  readonly groups: readonly ValueGroup[];
  /** What a reader may look for in vain, in words. */
  readonly notRead?: string;
};
