import timers from 'node:timers/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { Chance } from '../proof/chance.ts';

type Event = { readonly at: number; readonly order: number; readonly run: () => void };

/**
 * Virtual time, which passes as fast as its events are processed. Events run in order of time; those at the same time
 * in random order.
 */
export class VirtualTime {
  now: number;
  readonly #chance: Chance;
  /** Replaces `Math.random` while this time is in force. */
  readonly random: () => number;
  #heap: Event[] = [];
  /**
   * Work started on other threads, such as checking signatures. Its end is awaited, so that it takes no virtual time.
   */
  #underway = 0;

  constructor(now: number, chance: Chance) {
    this.now = now;
    this.#chance = chance;
    const own = chance.of('random');
    this.random = () => own.number();
  }

  after(milliseconds: number, run: () => void): void {
    this.#push({ at: this.now + milliseconds, order: this.#chance.number(), run });
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Awaits work on other threads, as if it took no time. */
  async outside<Result>(work: Promise<Result>): Promise<Result> {
    this.#underway++;
    try {
      return await work;
    } finally {
      this.#underway--;
    }
  }

  /** Runs due events, one after another, until a time or until `isDone`. */
  async run(until: number, isDone: () => boolean = () => false): Promise<void> {
    await this.#untilIdle();
    while (this.#heap.length > 0 && this.#heap[0]!.at <= until && !isDone()) {
      const event = this.#pop();
      this.now = Math.max(this.now, event.at);
      event.run();
      await this.#untilIdle();
    }
    if (!isDone()) this.now = Math.max(this.now, until);
  }

  /** Resolves once everything waits for an event. */
  async #untilIdle(): Promise<void> {
    do await new Promise(setImmediate);
    while (this.#underway > 0);
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): Event {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}

let current: VirtualTime | null = null;
const RealDate = Date;

/** Replaces the clock and timers of this process with a simulation's time; null restores them. */
export function setTime(time: VirtualTime | null): void {
  current = time;
}

class VirtualDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0 && current !== null) super(Math.floor(current.now));
    else super(...(given as [number]));
  }

  static override now(): number {
    return current === null ? RealDate.now() : Math.floor(current.now);
  }
}

/**
 * Makes everything in this process use the clock given to `setTime`. Call it once, before loading what is simulated.
 */
export function installTime(): void {
  globalThis.Date = VirtualDate as DateConstructor;
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    sleep: timers.setTimeout,
    random: Math.random,
  };
  Math.random = () => (current === null ? real.random() : current.random());
  const cancelled = Symbol('cancelled');
  globalThis.setTimeout = ((run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
    if (current === null) return real.setTimeout(run, milliseconds, ...given);
    const timer = { [cancelled]: false, ref: () => timer, unref: () => timer };
    current.after(milliseconds, () => {
      if (!timer[cancelled]) run(...given);
    });
    return timer;
  }) as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((timer: { [cancelled]?: boolean } | undefined) => {
    if (timer !== undefined && typeof timer === 'object' && cancelled in timer) timer[cancelled] = true;
    else real.clearTimeout(timer as never);
  }) as typeof clearTimeout;
  timers.setTimeout = (async (milliseconds = 0, value?: unknown) => {
    if (current === null) return real.sleep(milliseconds, value);
    await current.sleep(milliseconds);
    return value;
  }) as typeof timers.setTimeout;
  syncBuiltinESMExports();
  const { subtle } = globalThis.crypto;
  for (const name of ['verify', 'sign', 'importKey', 'exportKey', 'digest'] as const) {
    const own = subtle[name].bind(subtle) as (...given: unknown[]) => Promise<unknown>;
    Object.defineProperty(subtle, name, {
      value: (...given: unknown[]) => (current === null ? own(...given) : current.outside(own(...given))),
    });
  }
}
