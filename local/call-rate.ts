/** Counts the calls of each kind in a second, as a service with limits per account does. */
export class CallRate {
  readonly #limits: Readonly<Record<string, number>>;
  readonly #counted = new Map<string, { second: number; count: number }>();

  /** `limits` are the calls per second of each kind; a kind without a limit is never exceeded. */
  constructor(limits: Readonly<Record<string, number>>) {
    this.#limits = limits;
  }

  /** Counts a call at `now` (milliseconds). Returns true where it exceeds the limit of its kind. */
  isExceededBy(kind: string, now: number): boolean {
    const before = this.#counted.get(kind);
    const counted = before === undefined || now - before.second >= 1000 ? { second: now, count: 0 } : before;
    this.#counted.set(kind, counted);
    return ++counted.count > (this.#limits[kind] ?? Infinity);
  }
}
