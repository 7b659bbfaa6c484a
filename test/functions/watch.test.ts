import { beforeAll, expect, test } from 'vitest';
import { putProfile } from '../../store/profiles.ts';
import { noteQueueProgress } from '../../store/queue-progress.ts';
import { readLedger } from '../../store/ledger.ts';
import { watchPartOf } from '../../store/watch-parts.ts';
import { partsOfFunction, watchFunctions } from '../../lib/watch-functions.ts';
import { allWatchParts } from '../../store/watch-parts.ts';
import { type Account, openAccount } from '../../prove/account.ts';
import { shapesOfTemplate } from '../../prove/shapes.ts';
import { shipmentWith, warmProfile } from '../support/shipment.ts';

let account: Account;
beforeAll(async () => {
  account = await openAccount(shapesOfTemplate());
  await putProfile(account.database, warmProfile, 'test');
}, 60_000);

const isSilent = async (shipment: string): Promise<boolean> =>
  (await readLedger(account.database, shipment)).entries.some(({ fact }) => fact.kind === 'contact-lost');

/** Two shipments of different parts, each with a device that never spoke. */
async function twoSilent(name: string): Promise<[string, string]> {
  const one = `${name}-0`;
  const other = Array.from({ length: 50 }, (_, index) => `${name}-${index}`).find(
    (each) => watchPartOf(each) !== watchPartOf(one),
  )!;
  for (const shipment of [one, other]) await shipmentWith(account.database, shipment, [`of-${shipment}`]);
  await noteQueueProgress(account.database, Date.now());
  return [one, other];
}

test('every part is one function’s', () => {
  const all = Array.from({ length: watchFunctions }, (_, index) => partsOfFunction(index)).flat();
  expect(all.toSorted((a, b) => a - b)).toEqual(allWatchParts);
});

test('an event names the parts that are looked after', async () => {
  const [one, other] = await twoSilent('named');
  await account.invoke('watch', { parts: [watchPartOf(one)] });
  expect([await isSilent(one), await isSilent(other)]).toEqual([true, false]);
  await account.invoke('watch', { parts: [watchPartOf(other)] });
  expect(await isSilent(other)).toBe(true);
});

test('an event that names none is about all of them', async () => {
  const [one, other] = await twoSilent('all');
  await account.invoke('watch', { source: 'aws.events' });
  expect([await isSilent(one), await isSilent(other)]).toEqual([true, true]);
});

test('a part that fails does not hold up the others', async () => {
  const [one, other] = await twoSilent('failing');
  const answer = account.tables.answer.bind(account.tables);
  account.tables.answer = (command, given, asOf) => {
    const { ExpressionAttributeValues: values } = given as {
      ExpressionAttributeValues?: Record<string, { S?: string }>;
    };
    if (values?.[':k']?.S === String(watchPartOf(one))) throw new Error('this part cannot be listed');
    return answer(command, given, asOf);
  };
  await expect(account.invoke('watch', { parts: [watchPartOf(one), watchPartOf(other)] })).rejects.toThrow(
    'this part cannot be listed',
  );
  expect([await isSilent(one), await isSilent(other)]).toEqual([false, true]);
  account.tables.answer = answer;
});
