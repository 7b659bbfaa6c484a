import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';

/**
 * The arrivals in a ledger as far as it has been read, without the product's help. An arrival detected from positions
 * remains a question until a person declares one (design page, section 4). Times are device times.
 */
export class DetectedArrivals {
  readonly #attached: { device: string; since: number }[] = [];
  readonly #detected = new Map<string, number>();
  #declared = 0;

  get areDeclared(): boolean {
    return this.#declared > 0;
  }

  /** The arrivals that a message may ask about; empty where there is no question to ask. */
  asked(): number[] {
    return this.areDeclared ? [] : [...this.#detected.values()];
  }

  read(fact: LedgerEvent): void {
    if (fact.kind === 'device-attached') this.#attached.push(fact);
    if (fact.kind === 'arrived') {
      if (fact.detectedBy === null) this.#declared++;
      else this.#detected.set(this.#timeOf(fact.detectedBy, fact.at), fact.at);
    }
    if (fact.kind !== 'milestone-withdrawn' || fact.milestone !== 'arrived') return;
    if (fact.detectedBy === null) this.#declared--;
    else this.#detected.delete(this.#timeOf(fact.detectedBy, fact.at));
  }

  /** Identifies an assignment of the device: each has an arrival of its own. */
  #timeOf(device: string, at: number): string {
    const own = this.#attached.filter((each) => each.device === device && each.since <= at);
    return `${device} ${Math.max(...own.map(({ since }) => since))}`;
  }
}
