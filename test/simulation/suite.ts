import { availableParallelism } from 'node:os';
import { type Suite, type Check, must } from '../proof/check.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { daySize, fullSize, quickSize } from './plan.ts';
import { mutants } from './mutants.ts';
import { type Simulators, shrink, toReplayWord, startSimulators } from './run-seeds.ts';
import type { Simulated } from './simulate.ts';
import { type Storm, type StormKind, stormKinds } from './storms.ts';
import type { Size } from './plan-types.ts';

const shortWorlds = { quick: 200, full: 600 };
const dayWorlds = 500;
/** Faults overlap less in a long world: most of a proof's time is better spent on worlds of a day. */
const fullShipmentDays = 20_000;
/** Worlds that are simulated several times; the last one has sources. */
const replayed = [7, 8, 14];
/** This many worlds suffice to find a planted bug. */
const seedsToFind = 2000;

/** Simulates the functions under faults of the services, and checks the outcome against what was sent. */
export const suite: Suite = {
  name: 'faults',
  title: 'Faults of the services, simulated and repeatable',
  async prove({ isQuick, say }) {
    const shapes = shapesOfTemplate();
    const simulators = await startSimulators(shapes);
    const checks: Check[] = [];
    try {
      const short = shortWorlds[isQuick ? 'quick' : 'full'];
      checks.push(...(await simulate(simulators, 'Short worlds, many faults', short, quickSize, say)));
      if (!isQuick) {
        checks.push(...(await simulate(simulators, 'Worlds of one day', dayWorlds, daySize, say)));
        const long = Math.ceil(fullShipmentDays / shipmentDaysOf(fullSize));
        checks.push(...(await simulate(simulators, 'Long worlds', long, fullSize, say)));
      }
      checks.push(await replays(simulators));
      for (const kind of stormKinds) checks.push(await stormHolds(simulators, kind));
    } finally {
      await simulators.stop();
    }
    const found = await findAll(shapes, isQuick);
    checks.push(...found.map(({ check }) => check));
    const rows = found.map(({ row }) => row);
    return {
      checks,
      details: `Bugs planted in the source one at a time, and found by the same checks:\n\n| bug | worlds until found | smallest world | violation |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n\nTo replay a world, give its word to \`npm run prove -- --replay\`: seed, shipments, hours, and what goes wrong in it.`,
    };
  },
};

function shipmentDaysOf({ shipments, hours }: Size): number {
  return (shipments * hours) / 24;
}

async function simulate(
  simulators: Simulators,
  name: string,
  count: number,
  size: Size,
  say: (progress: string) => void,
): Promise<Check[]> {
  const sum = { days: 0, messages: 0, badInputs: 0, entries: 0, crashes: 0, faults: 0, deadLetters: 0 };
  const bySources = { worlds: 0, gateway: 0, https: 0 };
  const failed: Simulated[] = [];
  let done = 0;
  await simulators.run(
    Array.from({ length: count }, (_, index) => index),
    size,
    (simulated) => {
      sum.days += simulated.shipmentDays;
      sum.messages += simulated.messages;
      sum.badInputs += simulated.badInputs;
      sum.entries += simulated.entries;
      sum.crashes += simulated.crashes;
      sum.deadLetters += simulated.deadLetters;
      sum.faults += Object.values(simulated.faults).reduce((total, each) => total + each, 0);
      const { gateway, https } = simulated.bodies;
      bySources.worlds += Number(gateway + https > 0);
      bySources.gateway += gateway;
      bySources.https += https;
      if (simulated.violations.length > 0) failed.push(simulated);
      if (++done % Math.ceil(count / 5) === 0) say(`${name}: ${done} of ${count}`);
    },
  );
  for (const each of failed.slice(0, 3)) {
    const { seed, size: own, violations } = await shrink(simulators, each);
    say(`seed ${seed} fails; to replay it: npm run prove -- --replay ${toReplayWord({ seed, size: own })}`);
    for (const violation of violations.slice(0, 5)) say(`  ${violation}`);
  }
  return [
    must(
      `${name}: nothing lost, nothing duplicated, all verdicts equal to those of the offline and the independent judge, everything notified`,
      `${failed.length} of ${count} worlds fail`,
      'none',
      failed.length === 0,
    ),
    must(
      `${name}: extent`,
      `${Math.round(sum.days)} shipment-days, ${sum.messages} messages (${sum.badInputs} of them with bad data), ${sum.entries} ledger entries, ${sum.crashes} crashes, ${sum.faults} faults, ${sum.deadLetters} dead letters recovered`,
      `all ${count} worlds, ${Math.round(count * shipmentDaysOf(size))} shipment-days, including crashes, bad data and dead letters`,
      done === count &&
        sum.days >= count * shipmentDaysOf(size) - 1 &&
        sum.crashes > 0 &&
        sum.badInputs > 0 &&
        sum.deadLetters > 0,
    ),
    must(
      `${name}: devices behind a gateway over MQTT and a webhook over HTTPS`,
      `${bySources.worlds} of the worlds, with ${bySources.gateway} messages of gateways and ${bySources.https} over HTTPS`,
      'some worlds, with messages of both',
      bySources.gateway > 0 && bySources.https > 0,
    ),
  ];
}

const storms: Readonly<Record<StormKind, string>> = {
  vehicle: 'All 300 boxes of a vehicle exceed two limits at once',
  silence: '2 000 devices go offline at once',
};

/**
 * Everybody must be notified, no mail subscription suspended, and critical notifications must not wait for the rest.
 */
async function stormHolds(simulators: Simulators, kind: StormKind): Promise<Check> {
  const { violations, notified, publications, mostInSecond, slowestCriticalSeconds } =
    await simulators.storm(kind);
  const critical =
    kind === 'vehicle' ? `, critical ones after at most ${slowestCriticalSeconds.toFixed(0)} s` : '';
  return must(
    `${storms[kind]}: each entry notified once, nothing refused or suspended`,
    `${notified} entries in ${publications} notifications, at most ${mostInSecond} per second${critical}${violations
      .map((each) => `; ${each}`)
      .slice(0, 3)
      .join('')}`,
    'all notified, at most 5 per second, critical ones within 30 s',
    violations.length === 0,
  );
}

/** The same world must run the same way on any thread. */
async function replays(simulators: Simulators): Promise<Check> {
  const traces: string[] = [];
  for (let time = 0; time < 3; time++)
    await simulators.run(replayed, quickSize, ({ seed, trace }) => traces.push(`${seed} ${trace}`));
  const distinct = new Set(traces);
  return must(
    'A replayed world runs the same way',
    `${replayed.length} worlds, one of them with sources, run 3 times each: ${distinct.size} distinct traces`,
    String(replayed.length),
    distinct.size === replayed.length,
  );
}

function foundInStorm(
  { name, what, storm }: (typeof mutants)[number],
  { violations: [first] }: Storm,
): Found {
  const shown = first === undefined ? 'not found' : 'found';
  return {
    check: must(
      `Planted: ${name}. ${what}`,
      `${shown} in the storm "${storm}"`,
      'found',
      first !== undefined,
    ),
    row: `| ${name} | storm | ${storm} | ${first ?? ''} |`,
  };
}

type Found = { readonly check: Check; readonly row: string };

/** Plants the bugs one at a time, each in threads of its own, several at once; rare ones only in the full proof. */
async function findAll(shapes: ReturnType<typeof shapesOfTemplate>, isQuick: boolean): Promise<Found[]> {
  const found: Found[] = [];
  const next = mutants.filter(({ isRare }) => !(isQuick && isRare === true)).entries();
  const findNext = async (): Promise<void> => {
    for (const [index, mutant] of next) found[index] = await seek(shapes, mutant, isQuick);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, findNext));
  return found;
}

async function seek(
  shapes: ReturnType<typeof shapesOfTemplate>,
  mutant: (typeof mutants)[number],
  isQuick: boolean,
): Promise<Found> {
  const simulators = await startSimulators(shapes, mutant, 1);
  try {
    if (mutant.storm !== undefined) return foundInStorm(mutant, await simulators.storm(mutant.storm));
    let found: Simulated | null = null;
    let worlds = 0;
    await simulators.run(
      Array.from({ length: seedsToFind }, (_, index) => index),
      mutant.size,
      (simulated) => {
        worlds++;
        if (simulated.violations.length > 0) found ??= simulated;
      },
      () => found !== null,
    );
    const claim = `Planted: ${mutant.name}. ${mutant.what}`;
    if (found === null)
      return {
        check: must(claim, `not found in ${worlds} worlds`, 'found', false),
        row: `| ${mutant.name} | none | | |`,
      };
    // A shrunk world explains more, but the first suffices to show that the bug is found.
    const smallest = isQuick ? found : await shrink(simulators, found);
    const row = `| ${mutant.name} | ${worlds} | \`${toReplayWord(smallest)}\` | ${smallest.violations[0]!.replaceAll('|', '\\|')} |`;
    return { check: must(claim, `found after ${worlds} worlds`, 'found', true), row };
  } finally {
    await simulators.stop();
  }
}
