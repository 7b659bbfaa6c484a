/** Virtual time for the functions under measurement: hours pass in seconds. */
export class Clock {
  readonly #own = Date.now;
  now: number;

  constructor(now: number) {
    this.now = now;
    Date.now = () => this.now;
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
  }

  stop(): void {
    Date.now = this.#own;
  }
}
