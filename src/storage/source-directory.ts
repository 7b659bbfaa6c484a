import type { Source } from '../model/source.ts';
import { logger } from '../runtime/observability.ts';
import { noteHeard, readSource, registeredDevices } from './sources.ts';
import type { Database } from './tables.ts';

/** What processing a message of a source asks about the source. */
export type SourceDirectory = {
  /** Null if there is no source of that name. */
  sourceNamed(this: void, name: string): Promise<Source | null>;
  /** Coldwatch's names of devices by those in the payload; names that are not registered with the source are missing. */
  devicesNamed(this: void, source: string, names: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** Notes that the source was heard at `receivedAt` (epoch milliseconds). */
  noteHeard(this: void, source: string, receivedAt: number): Promise<void>;
};

/** For so long, an approved mapping or a deregistered device may not be noticed. */
const cachedMs = 60_000;
const notedEveryMs = 60_000;
/** A cache that is larger is emptied: no instance hears of that many. */
const cachedAtMost = 20_000;

/**
 * A directory that asks the database at most once a minute about each source and device, so that a message costs next
 * to nothing beyond what an ordinary one does. What is missing is asked for again each time, so that a device counts as
 * soon as it is registered.
 */
export function sourceDirectory(database: Database): SourceDirectory {
  const sources = new Cache<Source | null>();
  const devices = new Cache<string>();
  const noted = new Map<string, number>();
  return {
    async sourceNamed(name) {
      const known = sources.get(name);
      if (known !== undefined) return known;
      const source = await readSource(database, name);
      if (source !== null) sources.set(name, source);
      return source;
    },
    async devicesNamed(source, names) {
      const found = new Map<string, string>();
      const unknown: string[] = [];
      for (const named of names) {
        const device = devices.get(`${source} ${named}`);
        if (device === undefined) unknown.push(named);
        else found.set(named, device);
      }
      if (unknown.length === 0) return found;
      for (const [named, device] of await registeredDevices(database, source, unknown)) {
        found.set(named, device);
        devices.set(`${source} ${named}`, device);
      }
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

class Cache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.until > Date.now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    if (this.#entries.size >= cachedAtMost) this.#entries.clear();
    this.#entries.set(key, { value, until: Date.now() + cachedMs });
  }
}
