import type { Mutant } from '../proof/mutate.ts';
import { quickSize } from './plan.ts';
import { notificationMutants } from './notification-mutants.ts';
import { planMutants } from './plan-mutants.ts';
import { productMutants } from './product-mutants.ts';
import { sourceMutants } from './source-mutants.ts';
import type { StormKind } from './storms.ts';
import type { Size } from './plan-types.ts';

/**
 * A planted bug. `storm` names the storm that shows it, if one does; a rare bug shows in one world of a hundred or
 * fewer.
 */
type PlantedInStorm = Mutant & { readonly storm?: StormKind; readonly isRare?: true };

/** Bugs in the interplay of services, to be found in worlds whose devices send no bad data. */
const betweenServices: readonly PlantedInStorm[] = [
  {
    name: 'unarchived message forgotten',
    what: 'A message that the archive does not accept is processed, and nothing remains to be archived later.',
    file: 'src/storage/archive/archive-stream.ts',
    find: 'messages.slice(first, first + waitingAtOnce).map((message) => wait(JSON.stringify(message))),',
    replace: '[void wait],',
  },
  {
    name: 'notified before recorded',
    what: 'People are notified of an event before it is in the ledger.',
    file: 'src/monitoring/append-and-notify.ts',
    find: 'const found = await record(database, shipment, recorder, decide);',
    replace: `const { readLedger } = await import('../../src/storage/ledger.ts');
    const soon = await readLedger(database, shipment);
    const next = (await decide(soon.entries)).map((each, index) => ({ ...each, shipment, by: 'coldwatch', previous: null, hash: 'none', recordedAt: Date.now(), sequence: soon.entries.length + 1 + index }));
    const { composeEntries } = await import('../notifications/compose-entries.ts');
    const { profilesFrom } = await import('../../src/storage/evaluation-contexts.ts');
    const { publishTo } = await import('../../src/notifications/publish.ts');
    const { SNSClient } = await import('@aws-sdk/client-sns');
    for (const { message } of await composeEntries({ ...soon, entries: [...soon.entries, ...next] }, profilesFrom(database))) await publishTo(new SNSClient({}), 'none')(message);
    const found = await record(database, shipment, recorder, decide);`,
  },
  {
    name: 'merge drops the rest',
    what: 'Of merged messages, only those in full are marked as notified and named.',
    file: 'src/notifications/merge-messages.ts',
    find: 'togetherOf(messages, unwritten, ids)',
    replace: 'togetherOf(messages.slice(0, inFull), [], ids)',
    storm: 'vehicle',
  },
  {
    name: 'merge marks only the first',
    what: 'Of merged messages, only the first twenty are marked as notified; the others are notified again forever.',
    file: 'src/notifications/publish-group.ts',
    find: 'const entries = each.flatMap((one) => one.entries);',
    replace: 'const entries = each.flatMap((one) => one.entries).slice(0, 20);',
    storm: 'silence',
  },
  {
    name: 'no pace',
    what: 'Publications follow one another without a pause.',
    file: 'src/notifications/notifier.ts',
    find: 'await sleep(Math.min(betweenMs, publishedAt + betweenMs - Date.now()));',
    replace: '',
    storm: 'vehicle',
  },
  {
    name: 'critical waits',
    what: 'The first critical notification to an audience waits for the next tick like any other.',
    file: 'src/notifications/pace.ts',
    find: "return severity === 'critical' && (known.criticalAt === null",
    replace: "return severity === 'critical' && false && (known.criticalAt === null",
    storm: 'vehicle',
  },
  {
    name: 'waiting notification forgotten',
    what: 'Waiting notifications are not remembered from one invocation to the next.',
    file: 'src/notifications/notifier.ts',
    find: 'withWaiting(pace, waiting, beganAt);',
    replace: 'withWaiting(pace, [], beganAt);',
    storm: 'vehicle',
  },
  {
    name: 'conditional append',
    what: 'A message is appended only if it is not there yet; a repeated delivery fails.',
    file: 'src/storage/append.ts',
    find: "      ReturnValues: 'ALL_NEW',",
    replace: "      ReturnValues: 'ALL_NEW', ConditionExpression: 'attribute_not_exists(#0)',",
  },
  {
    name: 'evaluated in order of arrival',
    what: 'Readings are evaluated in the order in which they arrived, not in the order of their times.',
    file: 'src/evaluation/channel-rows.ts',
    find: 'fold(this.#sorted(this.#rows), this.#isScalar)',
    replace: 'fold(this.#rows, this.#isScalar)',
  },
  {
    name: 'flush empties the device item',
    what: 'A flush removes all messages of the device item, not just those in its segment.',
    file: 'src/storage/flush-to-journal.ts',
    find: 'remove: segment.names,',
    replace: 'remove: [...deviceItem.messages.keys()],',
    isRare: true,
  },
  {
    name: 'marked before notified',
    what: 'An entry is marked as notified before it is published; if the function dies in between, nobody is notified.',
    file: 'src/notifications/publish-group.ts',
    find: 'await publish(mergeMessages(each.map(({ message }) => message)));',
    replace:
      'for (const entry of entries) await markNotified(database, entry, Date.now());\n      await publish(mergeMessages(each.map(({ message }) => message)));',
  },
  {
    name: 'overtaken append not repeated',
    what: 'An append that was overtaken by another continues with the old state of the ledger.',
    file: 'src/storage/ledger.ts',
    find: 'if (isOvertaken) continue;',
    replace: '',
    isRare: true,
  },
];

/** Bugs in the handling of bad data from devices and of mistakes by people. */
const badInputMutants: readonly Mutant[] = [
  {
    name: 'unreadable value ends no validity',
    what: 'The reading before an unreadable value remains valid after it.',
    file: 'src/evaluation/timeline.ts',
    find: 'unreadable.length === 0\n',
    replace: 'unreadable.length >= 0\n',
  },
  {
    name: 'inferred arrival ends the span',
    what: 'An arrival detected from positions ends the evaluated time.',
    file: 'src/evaluation/evaluation-context.ts',
    find: 'const { arrivedAt } = phases;',
    replace: 'const arrivedAt = phases.arrivedAt ?? phases.firstInferred?.arrivedAt ?? null;',
  },
  {
    name: 'lone reading rejects',
    what: 'A rule that rejects does so because of a lone reading.',
    file: 'src/evaluation/measure-record.ts',
    find: '{ ...finding, isByLoneReadings: true }',
    replace: 'finding',
  },
  {
    name: 'fault code is a temperature',
    what: 'A fault code counts as a temperature, whatever its neighbouring readings are.',
    file: 'src/evaluation/classify-samples.ts',
    find: 'const wrong = sample.values.filter(isFault);',
    replace: 'const wrong = sample.values.filter((value) => isFault(value) && false);',
  },
  {
    name: 'refusal forgotten',
    what: 'The device item does not record that a message was refused.',
    file: 'src/telemetry/message-readings.ts',
    find: 'refused.slice(0, 1)',
    replace: 'refused.slice(0, 0)',
  },
  {
    name: 'off scale does not fire',
    what: 'A value off the scale is never outside a limit.',
    file: 'src/evaluation/off-scale.ts',
    find: 'if (rateWindowMs !== null) return false;',
    replace: 'if (rateWindowMs !== null || limit !== null) return false;',
  },
  {
    name: 'unreadable channel is never closed',
    what: 'The diagnostic of an unreadable channel remains open although the channel can be read again.',
    file: 'src/shipments/reconcile-diagnostics.ts',
    find: 'const closed = recorded.filter((finding) => !now.some(isSame(finding)));',
    replace:
      "const closed = recorded.filter((finding) => !now.some(isSame(finding)) && finding.kind !== 'channel-unreadable');",
  },
];

/** Bugs that the simulation must find, planted one at a time, each with the size of the worlds that show it. */
export const mutants: readonly (PlantedInStorm & { readonly size: Size })[] = [
  ...[...betweenServices, ...sourceMutants].map((bug) => ({ ...bug, size: { ...quickSize, badInputs: [] } })),
  ...[...badInputMutants, ...notificationMutants, ...planMutants].map((bug) => ({ ...bug, size: quickSize })),
  ...productMutants.map((bug) => ({ ...bug, size: { ...quickSize, faults: [] } })),
];
