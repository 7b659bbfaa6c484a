import type { Sample } from '../telemetry/decoders/samples.ts';
import { type NamedDevice, UnusableArgument } from './logger-file.ts';

/** Whether a sample may be of the device that the user asks for; one without a name may be. */
export function isOf(asked: string | undefined, { devices }: Pick<Sample, 'devices'>): boolean {
  return asked === undefined || devices.length === 0 || devices.some(({ name }) => name === asked);
}

/**
 * The samples of one device, and its name.
 *
 * @throws {UnusableArgument} when the samples name several devices, or none is the one asked for.
 */
export function samplesOfDevice(
  samples: readonly Sample[],
  asked: string | undefined,
): { device: NamedDevice | undefined; samples: readonly Sample[] } {
  const own = samples.filter((sample) => isOf(asked, sample));
  const names = namesIn(own);
  if (asked !== undefined && names.length === 0) {
    const all = namesIn(samples);
    throw new UnusableArgument(
      all.length === 0
        ? `it names no device; leave --device ${quoted(asked)} out`
        : `no record is of --device ${quoted(asked)}; named are ${inWords(all)}`,
    );
  }
  if (names.length > 1)
    throw new UnusableArgument(
      `it holds readings of several devices, ${inWords(names)}; say which is meant, as --device ${quoted(names[0]!.name)}`,
      { question: { option: 'device', candidates: names.map(({ name }) => name) } },
    );
  return { device: names[0], samples: own };
}

/** The devices of samples, sorted. */
function namesIn(samples: readonly Sample[]): readonly NamedDevice[] {
  const found = new Map<string, NamedDevice>();
  for (const {
    devices: [first],
  } of samples)
    if (first !== undefined) found.set(JSON.stringify([first.heading, first.name]), first);
  return [...found.keys()].sort().map((key) => found.get(key)!);
}

/** An error lists at most this many devices and adds that there are more. */
const listedAtMost = 20;

function inWords(devices: readonly NamedDevice[]): string {
  const shown = devices.slice(0, listedAtMost).map(({ name }) => name);
  const headings = new Set(devices.map(({ heading }) => JSON.stringify(heading)));
  return `${shown.join(', ')}${devices.length > listedAtMost ? ' and more' : ''} (in ${[...headings].join(', ')})`;
}

function quoted(name: string): string {
  return /^[\w.:/-]+$/.test(name) ? name : JSON.stringify(name);
}
