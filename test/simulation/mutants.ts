import type { Mutant } from '../proof/mutate.ts';
import { quickSize } from './plan.ts';
import { notificationMutants } from './notification-mutants.ts';
import type { StormKind } from './storms.ts';
import type { Size } from './plan-types.ts';

/** A bug that shows in a storm, where it names one; one that is rare shows in one world of a hundred or fewer. */
type PlantedInStorm = Mutant & { readonly storm?: StormKind; readonly isRare?: true };

/** Bugs in what happens between services, to be found in worlds whose devices are honest. */
const betweenServices: readonly PlantedInStorm[] = [
  {
    name: 'unarchived is forgotten',
    what: 'A message that the archive does not take is processed, and nothing waits for the archive to be back.',
    file: 'src/storage/archive/archive-stream.ts',
    find: 'await Promise.all(messages.map((message) => wait(JSON.stringify(message))));',
    replace: 'void wait;',
  },
  {
    name: 'told before recorded',
    what: 'People are told of what is found before it is in the ledger.',
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
    name: 'fold drops the rest',
    what: 'Of what is folded only what is written out in full is noted and named.',
    file: 'src/notifications/merge-messages.ts',
    find: 'togetherOf(messages, unwritten, ids)',
    replace: 'togetherOf(messages.slice(0, inFull), [], ids)',
    storm: 'vehicle',
  },
  {
    name: 'fold notes the first alone',
    what: 'Of what is folded only the first twenty are noted as told; the others are told again for ever.',
    file: 'src/notifications/notifier.ts',
    find: 'const entries = each.flatMap((one) => one.entries);',
    replace: 'const entries = each.flatMap((one) => one.entries).slice(0, 20);',
    storm: 'silence',
  },
  {
    name: 'no pace',
    what: 'Publications follow one another as fast as they can.',
    file: 'src/notifications/notifier.ts',
    find: 'await sleep(Math.min(betweenMs, pace.publishedAt + betweenMs - Date.now()));',
    replace: '',
    storm: 'vehicle',
  },
  {
    name: 'critical waits',
    what: 'The first critical notification of an audience waits for the next tick as any other.',
    file: 'src/notifications/pace.ts',
    find: "return severity === 'critical' && (known.criticalAt === null",
    replace: "return severity === 'critical' && false && (known.criticalAt === null",
    storm: 'vehicle',
  },
  {
    name: 'waiting is forgotten',
    what: 'What waits is not remembered from one invocation to the next.',
    file: 'src/notifications/notifier.ts',
    find: 'if (pace !== before && ',
    replace: 'if (pace.waiting.length === 0 && ',
    storm: 'vehicle',
  },
  {
    name: 'conditional append',
    what: 'A message is appended only if it is not there; who delivers it again fails.',
    file: 'src/storage/append.ts',
    find: "      ReturnValues: 'ALL_NEW',",
    replace: "      ReturnValues: 'ALL_NEW', ConditionExpression: 'attribute_not_exists(#0)',",
  },
  {
    name: 'fold in order of arrival',
    what: 'Readings are judged in the order in which they came, not in that of their times.',
    file: 'src/evaluation/series.ts',
    find: 'fold(this.#sorted(this.#rows), this.#isScalar)',
    replace: 'fold(this.#rows, this.#isScalar)',
  },
  {
    name: 'flushToJournal removes the whole deviceItem',
    what: 'A flushToJournal removes all messages of the deviceItem, not just those that its segment holds.',
    file: 'src/storage/flush-to-journal.ts',
    find: 'remove: segment.names,',
    replace: 'remove: [...deviceItem.messages.keys()],',
    isRare: true,
  },
  {
    name: 'noted before told',
    what: 'An entry is marked as told before it is published; who dies between tells nobody.',
    file: 'src/notifications/notifier.ts',
    find: 'await publish(mergeMessages(each.map(({ message }) => message)));',
    replace:
      'for (const entry of entries) await markNotified(database, entry, Date.now());\n      await publish(mergeMessages(each.map(({ message }) => message)));',
  },
  {
    name: 'not begun anew',
    what: 'Who is overtaken in a ledger goes on by what it had read.',
    file: 'src/storage/ledger.ts',
    find: 'if (isOvertaken) continue;',
    replace: '',
    isRare: true,
  },
];

/** Bugs in what is made of devices that lie, and of people who err. */
const ofLies: readonly Mutant[] = [
  {
    name: 'unreadable holds nothing apart',
    what: 'The reading before an unreadable value goes on being valid over it.',
    file: 'src/evaluation/timeline.ts',
    find: 'unreadable.length === 0\n',
    replace: 'unreadable.length >= 0\n',
  },
  {
    name: 'inferred arrival ends the span',
    what: 'An arrival that positions show ends the time that is judged.',
    file: 'src/evaluation/evaluation-context.ts',
    find: 'const { arrivedAt } = phases;',
    replace: 'const arrivedAt = phases.arrivedAt ?? phases.firstInferred?.arrivedAt ?? null;',
  },
  {
    name: 'lone reading rejects',
    what: 'A rule that rejects does so by a lone reading.',
    file: 'src/evaluation/measure-record.ts',
    find: '{ ...finding, isByLoneReadings: true }',
    replace: 'finding',
  },
  {
    name: 'fault code is a temperature',
    what: 'A fault code is taken for a temperature, whatever was read beside it.',
    file: 'src/evaluation/classify-samples.ts',
    find: 'const wrong = sample.values.filter(isFault);',
    replace: 'const wrong = sample.values.filter((value) => isFault(value) && false);',
  },
  {
    name: 'refused is forgotten',
    what: 'That a message was refused is not remembered with its device.',
    file: 'src/telemetry/message-readings.ts',
    find: 'refused.slice(0, 1)',
    replace: 'refused.slice(0, 0)',
  },
  {
    name: 'off scale does not fire',
    what: 'A value off the scale lies outside no limit.',
    file: 'src/evaluation/off-scale.ts',
    find: 'if (rateWindowMs !== null) return false;',
    replace: 'if (rateWindowMs !== null || limit !== null) return false;',
  },
  {
    name: 'alarm of a channel is never closed',
    what: 'Of a channel that can be read again people are told all the same that it cannot.',
    file: 'src/shipments/reconcile-diagnostics.ts',
    find: 'const closed = recorded.filter((finding) => !now.some(isSame(finding)));',
    replace:
      "const closed = recorded.filter((finding) => !now.some(isSame(finding)) && finding.kind !== 'channel-unreadable');",
  },
];

/** Bugs that the simulation must find, one at a time, each in worlds of a size. */
export const mutants: readonly (PlantedInStorm & { readonly size: Size })[] = [
  ...betweenServices.map((bug) => ({ ...bug, size: { ...quickSize, lies: [] } })),
  ...[...ofLies, ...notificationMutants].map((bug) => ({ ...bug, size: quickSize })),
];
