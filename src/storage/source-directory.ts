import type { KnownSource } from '../model/source.ts';
import { logger } from '../runtime/observability.ts';
import { noteHeard, readSource, registeredDevices } from './sources.ts';
import type { Database } from './tables.ts';

/** What processing a message of a source asks about the source. */
export type SourceDirectory = {
  /** Null if there is no source of that name. */
  sourceNamed(this: void, name: string): Promise<KnownSource | null>;
  /**
   * Coldwatch's names of devices by those in the payload; names that are not registered with the source are missing.
   */
  devicesNamed(
    this: void,
    source: KnownSource,
    names: Iterable<string>,
  ): Promise<ReadonlyMap<string, string>>;
  /** Notes that the source was heard at `receivedAt` (epoch milliseconds). */
  noteHeard(this: void, source: string, receivedAt: number): Promise<void>;
};

/** For so long, an approved mapping or a deregistered device may not be noticed. */
const cachedMs = 60_000;
const notedEveryMs = 60_000;
/** A cache that is larger is emptied: no instance hears of that many. */
const cachedAtMost = 20_000;

/**
 * A directory that reads each source at most once a minute, and each of its devices once until the source has
 * deregistered one, so that a message costs next to nothing beyond what an ordinary one does. What is missing is asked
 * for again each time, so that a device counts as soon as it is registered.
 */
export function sourceDirectory(database: Database): SourceDirectory {
  const sources = new Map<string, { readonly source: KnownSource; readonly until: number }>();
  const registrations = new Registrations();
  const noted = new Map<string, number>();
  return {
    async sourceNamed(name) {
      const known = sources.get(name);
      if (known !== undefined && known.until > Date.now()) return known.source;
      const source = await readSource(database, name);
      if (sources.size >= cachedAtMost) sources.clear();
      if (source === null) sources.delete(name);
      else sources.set(name, { source, until: Date.now() + cachedMs });
      return source;
    },
    async devicesNamed(source, names) {
      const known = registrations.of(source);
      const found = new Map<string, string>();
      const unknown: string[] = [];
      for (const named of names) {
        const device = known.get(named);
        if (device === undefined) unknown.push(named);
        else found.set(named, device);
      }
      if (unknown.length === 0) return found;
      const read = await registeredDevices(database, source.name, unknown);
      for (const [named, device] of read) found.set(named, device);
      registrations.add(source, read);
      return found;
    },
    async noteHeard(source, receivedAt) {
      if (receivedAt - (noted.get(source) ?? -Infinity) < notedEveryMs) return;
      const before = noted.get(source);
      if (noted.size >= cachedAtMost) noted.clear();
      noted.set(source, receivedAt);
      try {
        await noteHeard(database, source, receivedAt);
      } catch (error) {
        // The message itself is not at stake. The next one notes the source again.
        if (before === undefined) noted.delete(source);
        else noted.set(source, before);
        logger.warn('that a source was heard could not be noted', { source, error: error as Error });
      }
    },
  };
}

type Known = { readonly deregistrations: number; readonly devices: Map<string, string> };

/** The registrations of sources as they were read, each until a device of its source is deregistered. */
class Registrations {
  readonly #known = new Map<string, Known>();
  #size = 0;

  /** The devices by their names in the payload. */
  of({ name, deregistrations }: KnownSource): ReadonlyMap<string, string> {
    const known = this.#known.get(name);
    // A read that lags may bring an earlier number again, so any other one counts as a change.
    if (known?.deregistrations === deregistrations) return known.devices;
    this.#size -= known?.devices.size ?? 0;
    this.#known.delete(name);
    return new Map();
  }

  /** Adds what was read after the source was. */
  add(source: KnownSource, devices: ReadonlyMap<string, string>): void {
    if (this.#size + devices.size > cachedAtMost) {
      this.#known.clear();
      this.#size = 0;
    }
    const { name, deregistrations } = source;
    const known = this.#known.get(name);
    const own = known?.deregistrations === deregistrations ? known.devices : new Map<string, string>();
    this.#size -= known?.devices.size ?? 0;
    for (const [named, device] of devices) own.set(named, device);
    this.#size += own.size;
    this.#known.set(name, { deregistrations, devices: own });
  }
}
