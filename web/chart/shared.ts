import { useSyncExternalStore } from 'react';

/** A value that several charts and the map subscribe to, so that a change updates only them. */
class Shared<Value> {
  #value: Value;
  readonly #followers = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const follow of this.#followers) follow();
  }

  /** Calls `follow` on each change; returns a function that unsubscribes. */
  readonly subscribe = (follow: () => void): (() => void) => {
    this.#followers.add(follow);
    return () => this.#followers.delete(follow);
  };
}

export function useShared<Value>(shared: Shared<Value>): Value {
  return useSyncExternalStore(shared.subscribe, () => shared.value);
}

/** A time range in epoch milliseconds. */
export type Stretch = { readonly from: number; readonly to: number };

/** The state shared by all charts of a shipment: the visible time range (null: everything) and the cursor. */
export type Together = { readonly range: Shared<Stretch | null>; readonly cursor: Shared<number | null> };

export function together(): Together {
  return { range: new Shared<Stretch | null>(null), cursor: new Shared<number | null>(null) };
}
