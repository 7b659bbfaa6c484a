import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';

/**
 * Arrivals as far as the facts of a ledger were read, without the product's help: what positions show is a question until
 * a person declares an arrival (design page, section 4). Times are device times.
 */
export class ArrivalsShown {
  readonly #attached: { device: string; since: number }[] = [];
  readonly #shown = new Map<string, number>();
  #declared = 0;

  get areDeclared(): boolean {
    return this.#declared > 0;
  }

  /** What a message may ask about; nothing where nothing is to be asked. */
  asked(): number[] {
    return this.areDeclared ? [] : [...this.#shown.values()];
  }

  read(fact: LedgerEvent): void {
    if (fact.kind === 'device-attached') this.#attached.push(fact);
    if (fact.kind === 'arrived') {
      if (fact.detectedBy === null) this.#declared++;
      else this.#shown.set(this.#timeOf(fact.detectedBy, fact.at), fact.at);
    }
    if (fact.kind !== 'milestone-withdrawn' || fact.milestone !== 'arrived') return;
    if (fact.detectedBy === null) this.#declared--;
    else this.#shown.delete(this.#timeOf(fact.detectedBy, fact.at));
  }

  /** Names a device's time with the goods: each has an arrival of its own. */
  #timeOf(device: string, at: number): string {
    const own = this.#attached.filter((each) => each.device === device && each.since <= at);
    return `${device} ${Math.max(...own.map(({ since }) => since))}`;
  }
}
