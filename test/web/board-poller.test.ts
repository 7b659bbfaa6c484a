import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Unreachable } from '../../web/api/unreachable.ts';
import type { Board, Changes } from '../../web/board/board-data.ts';
import type { BoardItem } from '../../web/parts/shipment-state.ts';

vi.mock('../../web/api/client.ts', () => ({
  TooManyRequests: class extends Error {
    readonly againMs: number;
    constructor(seconds: number) {
      super(`too many, ${seconds} s`);
      this.againMs = seconds * 1000;
    }
  },
}));

const item = (shipment: string, sequence = 1): BoardItem =>
  ({ shipment, sequence, standingAlarms: [] }) as never;
const secondMs = 1000;

type World = Awaited<ReturnType<typeof worldOf>>;

/** A gateway that notes what is asked, and tabs of one browser that hear each other at once. */
async function worldOf() {
  const { BoardPoller } = await import('../../web/board/board-poller.ts');
  const { TooManyRequests } = await import('../../web/api/client.ts');
  const asked: [tab: string, what: 'whole' | 'changes', second: number][] = [];
  const began = Date.now();
  const state = {
    failure: null as Error | null,
    board: [item('ONE')],
    changed: [] as BoardItem[],
    hasMore: false,
    hung: '',
    takesMs: 0,
  };
  /** The times from which changes were asked for. */
  const since: string[] = [];
  const tabs: { events: { onWord(word: never): void; onLead(): void }; wants: boolean; leads: boolean }[] =
    [];
  const elect = (): void => {
    if (tabs.some(({ leads }) => leads)) return;
    const next = tabs.find(({ wants }) => wants);
    if (next === undefined) return;
    next.leads = true;
    next.events.onLead();
  };
  const ask = async <Found>(tab: string, what: 'whole' | 'changes', found: () => Found): Promise<Found> => {
    asked.push([tab, what, (Date.now() - began) / secondMs]);
    // A tab that the browser has frozen gets no response.
    if (state.hung === tab) return new Promise(() => undefined);
    if (state.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, state.takesMs));
    if (state.failure !== null) throw state.failure;
    return found();
  };
  const asOf = (): string => new Date().toISOString();
  const open = (name: string) => {
    const view = { isVisible: true, asksWhileHidden: false };
    const poller = new BoardPoller({
      readWhole: () =>
        ask(name, 'whole', (): Board => ({
          items: new Map(state.board.map((each) => [each.shipment, each])),
          asOf: asOf(),
        })),
      readChanges: (from) => {
        since.push(from);
        return ask(name, 'changes', (): Changes => ({
          items: state.changed,
          asOf: asOf(),
          hasMore: state.hasMore,
        }));
      },
      join: (events) => {
        const own = { events, wants: false, leads: false };
        tabs.push(own);
        const follow = (): void => {
          Object.assign(own, { wants: false, leads: false });
          elect();
        };
        return {
          isLeading: () => own.leads,
          say: (word) => {
            for (const each of tabs) if (each !== own) each.events.onWord(structuredClone(word) as never);
          },
          lead: () => {
            own.wants = true;
            elect();
          },
          follow,
          close: () => {
            follow();
            tabs.splice(tabs.indexOf(own), 1);
          },
        };
      },
      isVisible: () => view.isVisible,
      asksWhileHidden: () => view.asksWhileHidden,
      random: () => 0.5,
    });
    const show = (isVisible: boolean): void => {
      view.isVisible = isVisible;
      poller.visibilityChanged();
    };
    poller.start();
    return { poller, show, view };
  };
  const latest: typeof asked = [];
  /** Lets time pass; returns what was asked since the last time. */
  const during = async (milliseconds: number): Promise<string[]> => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    latest.splice(0, latest.length, ...asked.splice(0));
    return latest.map(([tab, what]) => `${tab} ${what}`);
  };
  /** Says something to every tab, as another tab of the browser would. */
  const say = (word: object): void => {
    for (const { events } of tabs) events.onWord(word as never);
  };
  return { open, during, latest, state, since, say, TooManyRequests };
}

let world: World;
beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-04T12:00:00Z') });
  world = await worldOf();
});
afterEach(() => {
  vi.useRealTimers();
});

test('everything is asked for at first, then changes every 4 s and everything every 45 s, while it is used', async () => {
  const { poller } = world.open('a');
  expect(await world.during(100)).toEqual(['a whole']);
  expect(await world.during(39 * secondMs)).toEqual(Array.from({ length: 9 }, () => 'a changes'));
  poller.noteUse();
  expect(await world.during(5 * secondMs)).toContain('a whole');
});

test('it asks less often while nobody uses it, and at once when somebody does', async () => {
  const { poller } = world.open('a');
  await world.during(25 * 60 * secondMs);
  expect((await world.during(10 * 60 * secondMs)).length).toBeLessThanOrEqual(46);
  await world.during(10 * secondMs);
  poller.noteUse();
  expect(await world.during(100)).toHaveLength(1);
  expect(await world.during(12 * secondMs)).toHaveLength(3);
});

test('a change is no sign of use: boards on which much happens do not ask more often', async () => {
  world.open('a');
  await world.during(6 * 60 * secondMs);
  world.state.changed = [item('TWO')];
  expect((await world.during(60 * secondMs)).length).toBeLessThanOrEqual(5);
});

test('a hidden tab asks nothing, and asks at once when it is seen again', async () => {
  const { show } = world.open('a');
  await world.during(10 * secondMs);
  show(false);
  expect(await world.during(60 * 60 * secondMs)).toEqual([]);
  show(true);
  expect(await world.during(100)).toEqual(['a whole']);
  show(false);
  await world.during(10 * secondMs);
  show(true);
  expect(await world.during(100)).toEqual(['a changes']);
});

test('hidden tabs that show new alarms ask once together, as often as one that nobody uses, and leave leading to others', async () => {
  const [a, b] = [world.open('a'), world.open('b')];
  await world.during(10 * secondMs);
  for (const { show, view } of [a, b]) {
    view.asksWhileHidden = true;
    show(false);
  }
  await world.during(10 * 60 * secondMs);
  const asked = await world.during(10 * 60 * secondMs);
  expect(asked.length).toBeGreaterThan(35);
  expect(asked.length).toBeLessThanOrEqual(46);
  b.show(true);
  await world.during(secondMs);
  expect(await world.during(12 * secondMs)).toEqual(['b whole', 'b changes', 'b changes']);
});

test('of several tabs one asks, and the others show what it learned', async () => {
  const a = world.open('a');
  const b = world.open('b');
  await world.during(100);
  world.state.changed = [item('TWO')];
  const both = await world.during(30 * secondMs);
  expect(both).toEqual(Array.from({ length: 7 }, () => 'a changes'));
  for (const { poller } of [a, b]) expect([...poller.polled().board!.items.keys()]).toEqual(['ONE', 'TWO']);
  // The other takes over when the first is hidden.
  a.show(false);
  expect(new Set(await world.during(30 * secondMs))).toEqual(new Set(['b changes', 'b whole']));
  a.poller.stop();
  b.poller.stop();
  expect(await world.during(10 * 60 * secondMs)).toEqual([]);
});

test('a tab in use makes the leading one ask more often', async () => {
  world.open('a');
  const b = world.open('b');
  await world.during(25 * 60 * secondMs);
  b.poller.noteUse();
  expect(await world.during(12 * secondMs)).toHaveLength(4);
});

test('a tab that hears nothing of the leading one asks by itself', async () => {
  world.open('a');
  world.open('b');
  await world.during(10 * secondMs);
  world.state.hung = 'a';
  expect(await world.during(80 * secondMs)).toEqual(['a changes']);
  expect(await world.during(20 * secondMs)).toEqual(['b whole', 'b changes']);
});

test('an action is seen at once, and a list that lags behind does not take it back', async () => {
  const { poller } = world.open('a');
  await world.during(100);
  poller.amend(item('ONE', 2));
  expect(poller.polled().board!.items.get('ONE')!.sequence).toBe(2);
  void poller.refresh();
  await world.during(100);
  expect(poller.polled().board!.items.get('ONE')!.sequence).toBe(2);
});

test('without a response it waits longer each time, shows what it had, and goes on when the network is back', async () => {
  const { poller } = world.open('a');
  await world.during(5 * secondMs);
  const { confirmedAt } = poller.polled();
  world.state.failure = new Unreachable('away');
  await world.during(60 * secondMs);
  const at = world.latest.map(([, , second]) => second);
  const waits = at.slice(1).map((second, index) => Math.round(second - at[index]!));
  expect(waits).toEqual([3, 6, 12, 24]);
  expect(poller.polled()).toMatchObject({ error: { message: 'away' }, confirmedAt, refusedUntil: null });
  expect(poller.polled().board!.items.size).toBe(1);
  world.state.failure = null;
  poller.cameOnline();
  expect(await world.during(100)).toHaveLength(1);
  expect(poller.polled().error).toBeNull();
});

test('a refusal is told with the time of the next try, and makes every later interval longer', async () => {
  const { poller } = world.open('a');
  await world.during(secondMs);
  world.state.failure = new world.TooManyRequests(8, true);
  await world.during(4 * secondMs);
  const first = poller.polled().refusedUntil! - Date.now();
  expect(first).toBeGreaterThan(7 * secondMs);
  expect(first).toBeLessThanOrEqual(10 * secondMs);
  // The gateway's wish counts, whatever the network and people do.
  poller.cameOnline();
  poller.noteUse();
  expect(await world.during(first - 100)).toEqual([]);
  expect(await world.during(200)).toHaveLength(1);
  expect(poller.polled().refusedUntil! - Date.now()).toBeGreaterThan(15 * secondMs);
  world.state.failure = null;
  expect(await world.during(20 * secondMs)).toHaveLength(1);
  expect(poller.polled().refusedUntil).toBeNull();
  // Two refusals: intervals of 4 s became 16 s.
  poller.noteUse();
  expect((await world.during(48 * secondMs)).length).toBeLessThanOrEqual(4);
  // They become shorter again, bit by bit.
  for (let minute = 0; minute < 30; minute++) {
    poller.noteUse();
    await world.during(30 * secondMs);
  }
  poller.noteUse();
  expect((await world.during(40 * secondMs)).length).toBeGreaterThanOrEqual(9);
});

test('a refusal of the leading tab is shown by all', async () => {
  world.open('a');
  const b = world.open('b');
  await world.during(secondMs);
  world.state.failure = new world.TooManyRequests(8, true);
  await world.during(5 * secondMs);
  expect(b.poller.polled().refusedUntil).not.toBeNull();
});

test('more changes than one response holds make it read everything at once', async () => {
  world.open('a');
  await world.during(secondMs);
  world.state.hasMore = true;
  expect(await world.during(3.2 * secondMs)).toEqual(['a changes', 'a whole']);
});

test('to refresh is to read everything, also while changes are being read', async () => {
  const { poller } = world.open('a');
  await world.during(3 * secondMs);
  world.state.takesMs = 2 * secondMs;
  expect(await world.during(1.5 * secondMs)).toEqual(['a changes']);
  let isDone = false;
  void poller.refresh().then(() => (isDone = true));
  expect(await world.during(secondMs)).toEqual([]);
  expect(await world.during(secondMs)).toEqual(['a whole']);
  expect(isDone).toBe(false);
  await world.during(1.5 * secondMs);
  expect(isDone).toBe(true);
});

test('a tab that knows less does not make the others ask for what they know', async () => {
  world.open('a');
  await world.during(5 * secondMs);
  world.say({ kind: 'changes', items: [], asOf: '2026-03-04T11:00:00.000Z' });
  world.since.length = 0;
  await world.during(5 * secondMs);
  expect(world.since.map((each) => each.slice(0, 17))).toEqual(['2026-03-04T12:00:']);
});

test('a tab that takes over goes on when the tab before it would have asked', async () => {
  const a = world.open('a');
  world.open('b');
  await world.during(5 * secondMs);
  a.show(false);
  expect(await world.during(2.5 * secondMs)).toEqual([]);
  expect(await world.during(secondMs)).toEqual(['b changes']);
});

test('a refusal is forgotten after fifteen responses, and each of two after fifteen more', async () => {
  const { poller } = world.open('a');
  await world.during(secondMs);
  world.state.failure = new world.TooManyRequests(5, true);
  await world.during(4 * secondMs);
  await world.during(6 * secondMs);
  world.state.failure = null;
  const seconds: number[] = [];
  for (let pause = 0; pause < 40; pause++) {
    poller.noteUse();
    await world.during(10 * secondMs);
    seconds.push(...world.latest.map(([, , second]) => second));
  }
  const waits = seconds.slice(1).map((second, index) => Math.round(second - seconds[index]!));
  const times = (count: number, wait: number) => Array.from({ length: count }, () => wait);
  expect(waits.slice(0, 34)).toEqual([...times(14, 16), ...times(15, 8), ...times(5, 4)]);
});
