import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Tabs, joinTabs } from '../../web/board/tabs.ts';

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** Locks as the browser's: one holder of a name, the others wait in turn. */
function locks(): LockManager {
  const tails = new Map<string, Promise<unknown>>();
  const request = (
    name: string,
    { signal }: { signal: AbortSignal },
    turn: () => Promise<void>,
  ): Promise<void> => {
    const mine = (tails.get(name) ?? Promise.resolve()).then(() => {
      if (signal.aborted) throw new DOMException('given up', 'AbortError');
      return turn();
    });
    tails.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  };
  return { request } as unknown as LockManager;
}

function tab(means: Parameters<typeof joinTabs<string>>[2]): Tabs<string> & { heard: string[]; led: number } {
  const heard: string[] = [];
  const own = { heard, led: 0 };
  const tabs = joinTabs<string>(
    'test',
    { onWord: (word) => heard.push(word), onLead: () => own.led++ },
    means,
  );
  open.push(tabs);
  return Object.assign(own, tabs);
}

const shared = () => ({ locks: locks(), channelOf: (name: string) => new BroadcastChannel(name) as never });

test('one tab leads at a time, and the next one when it is hidden or closed', async () => {
  const means = shared();
  const [one, two] = [tab(means), tab(means)];
  one.lead();
  two.lead();
  await sleep(10);
  expect([one.isLeading(), two.isLeading()]).toEqual([true, false]);
  one.follow();
  await sleep(10);
  expect([one.isLeading(), two.isLeading()]).toEqual([false, true]);
  expect([one.led, two.led]).toEqual([1, 1]);
  one.lead();
  two.close();
  await sleep(10);
  expect([one.isLeading(), two.isLeading()]).toEqual([true, false]);
});

test('a tab that no longer waits never leads', async () => {
  const means = shared();
  const [one, two] = [tab(means), tab(means)];
  one.lead();
  two.lead();
  await sleep(10);
  two.follow();
  one.close();
  await sleep(10);
  expect([two.isLeading(), two.led]).toEqual([false, 0]);
});

test('a turn that comes after the tab gave it up is passed on', async () => {
  const turns: (() => Promise<void>)[] = [];
  const late = { request: (_: string, __: object, turn: () => Promise<void>) => void turns.push(turn) };
  const one = tab({ ...shared(), locks: late as unknown as LockManager });
  one.lead();
  await sleep(10);
  one.follow();
  await turns[0]!();
  expect([one.isLeading(), one.led]).toEqual([false, 0]);
});

test('the others hear what a tab says', async () => {
  const means = shared();
  const [one, two, three] = [tab(means), tab(means), tab(means)];
  one.say('changed');
  await sleep(50);
  expect([one.heard, two.heard, three.heard]).toEqual([[], ['changed'], ['changed']]);
});

test.each<[string, Parameters<typeof joinTabs<string>>[2]]>([
  ['there are no locks', { ...shared(), locks: undefined }],
  [
    'locks are forbidden',
    {
      ...shared(),
      locks: {
        request: () => {
          throw new DOMException('forbidden', 'SecurityError');
        },
      },
    },
  ],
  [
    'there are no channels',
    {
      ...shared(),
      channelOf: () => {
        throw new ReferenceError('BroadcastChannel is not defined');
      },
    },
  ],
])('a tab asks by itself where %s', async (_, means) => {
  const alone = tab(means);
  alone.lead();
  await sleep(10);
  expect(alone.isLeading()).toBe(true);
  alone.say('nobody hears it');
  alone.follow();
  expect(alone.isLeading()).toBe(true);
});
