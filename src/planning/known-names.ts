import type { Carrier } from '../model/carrier.ts';
import { writtenVersion } from '../model/written-version.ts';

/** A place in the form of the API: its name, with its geofence where one is known. */
export type PlannedPlace =
  | string
  | {
      readonly name: string;
      readonly circle?:
        { readonly latitude: number; readonly longitude: number; readonly radiusMeters: number } | undefined;
      readonly polygon?:
        | { readonly corners: readonly { readonly latitude: number; readonly longitude: number }[] }
        | undefined;
    };

/** What a table of plans may name: the site of lines that name none, and what is remembered there. */
export type KnownNames = {
  readonly site: string;
  /** The stored versions of storage limits. */
  readonly profiles: readonly { readonly id: string; readonly version: number; readonly name: string }[];
  /** The places of the site's address book. */
  readonly places: readonly { readonly place: PlannedPlace }[];
  /** The carriers of the site's address book. */
  readonly carriers: readonly { readonly carrier: Carrier }[];
  /** The zone of times without an offset: a name of the IANA database, or an offset; null if it is not known. */
  readonly zone: string | null;
};

/** A name that was found, or why it was not, as a sentence. */
type Found = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

/** At most this many storage limits are listed where one is unknown: those whose names are most like it. */
const listedAtMost = 12;

/** The version of storage limits that a text names by id and version, by id, or by name. Never guessed: see the reasons. */
export function profileNamed({ profiles }: KnownNames, text: string): Found {
  const exact = profiles.find((each) => writtenVersion(each) === text.trim());
  if (exact !== undefined) return { ok: true, value: writtenVersion(exact) };
  const meant = profiles.filter(({ id, name }) => id === text.trim() || folded(name) === folded(text));
  if (meant.length === 1) return { ok: true, value: writtenVersion(meant[0]!) };
  if (meant.length > 1)
    return {
      ok: false,
      reason: `${JSON.stringify(text)} may be ${meant.map(writtenVersion).join(' or ')}: write the one that is meant`,
    };
  const known = likestFirst(profiles, text).slice(0, listedAtMost).map(writtenVersion).join(', ');
  const more = profiles.length > listedAtMost ? ', …' : '';
  return {
    ok: false,
    reason: `there are no storage limits ${JSON.stringify(text)}; known are ${known === '' ? 'none' : known + more}`,
  };
}

type Profiles = KnownNames['profiles'];

/** Profiles by how much id or name is like a text, the likest first; those that are equally like keep their order. */
function likestFirst(profiles: Profiles, text: string): Profiles {
  const asked = pairsOf(text);
  const likeness = (known: string): number => {
    const pairs = pairsOf(known);
    const shared = [...pairs].filter((pair) => asked.has(pair)).length;
    return (2 * shared) / (pairs.size + asked.size || 1);
  };
  const ranked = profiles.map((profile) => ({
    profile,
    rank: Math.max(likeness(profile.id), likeness(profile.name)),
  }));
  return ranked.sort((a, b) => b.rank - a.rank).map(({ profile }) => profile);
}

/** The pairs of neighbouring letters of a name: a typing error changes few of them. */
function pairsOf(name: string): ReadonlySet<string> {
  const letters = Array.from(folded(name));
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}

/** The remembered place of a name; null where none has it. */
export function placeNamed({ places }: KnownNames, text: string): PlannedPlace | null {
  const nameOf = (place: PlannedPlace): string => (typeof place === 'string' ? place : place.name);
  return places.find(({ place }) => folded(nameOf(place)) === folded(text))?.place ?? null;
}

/** The remembered carrier of a name; null where none has it. */
export function carrierNamed({ carriers }: KnownNames, text: string): Carrier | null {
  return carriers.find(({ carrier }) => folded(carrier.name) === folded(text))?.carrier ?? null;
}

/** Names that differ only in case, form or outer spaces are one, as in the address book. */
function folded(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
