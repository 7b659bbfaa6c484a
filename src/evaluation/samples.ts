/**
 * Everything read on one channel at one time: the distinct values in rising order or, for a position, latitude and
 * longitude.
 */
export type Sample = { readonly at: number; readonly values: readonly number[]; readonly differs: boolean };

/** One channel's samples in order of time, each time once. An array also qualifies. */
export type Samples = Iterable<Sample> & {
  readonly length: number;
  /** Returns the sample at an index, which counts from the end if negative. */
  at(index: number): Sample | undefined;
  slice(from: number, to: number): Samples;
};

/** Number of samples that are packed together; fewer are stored unpacked. */
const blockLength = 4096;

/** Numbers with few decimals are stored as multiples of their last decimal if that restores them exactly. */
const packings = [
  { Numbers: Int16Array, unitsIn1: 100, most: 32_767 },
  { Numbers: Int32Array, unitsIn1: 1_000_000, most: 2_147_483_647 },
] as const;

/**
 * Samples added in order of time. Long series are packed into two to sixteen bytes per sample, because a file may have
 * ten million rows, and its end is known only when the last row has been read.
 */
export class GrowingSamples implements Samples {
  readonly #blocks: Block[] = [];
  #rest: Sample[] = [];

  /** Adds a sample, which must be later than all before it. */
  add(sample: Sample): void {
    this.#rest.push(sample);
    if (this.#rest.length < blockLength) return;
    this.#blocks.push(new Block(this.#rest));
    this.#rest = [];
  }

  get length(): number {
    return this.#blocks.length * blockLength + this.#rest.length;
  }

  at(index: number): Sample | undefined {
    const place = index < 0 ? index + this.length : index;
    if (place < 0) return undefined;
    const block = this.#blocks[Math.floor(place / blockLength)];
    return block === undefined
      ? this.#rest[place - this.#blocks.length * blockLength]
      : block.at(place % blockLength);
  }

  /** Returns the samples; a short series is a plain array. */
  samples(): Samples {
    return this.#blocks.length === 0 ? this.#rest : this;
  }

  slice(from: number, to: number): Samples {
    const slice = new GrowingSamples();
    for (let index = from; index < Math.min(to, this.length); index++) slice.add(this.at(index)!);
    return slice;
  }

  *[Symbol.iterator](): Iterator<Sample> {
    for (const block of this.#blocks) for (let index = 0; index < blockLength; index++) yield block.at(index);
    yield* this.#rest;
  }
}

/** A packed block of samples. */
class Block {
  readonly #startsAt: number;
  /** Null if the times are evenly spaced. */
  readonly #times: Float64Array | null;
  readonly #stepMs: number;
  /** The number of values per sample. A sample with another number of values is stored unpacked. */
  readonly #width: number;
  readonly #values: Int16Array | Int32Array | Float64Array;
  readonly #unitsIn1: number;
  readonly #odd = new Map<number, Sample>();

  constructor(samples: readonly Sample[]) {
    this.#startsAt = samples[0]!.at;
    this.#stepMs = samples[1]!.at - samples[0]!.at;
    const isRegular = samples.every(({ at }, index) => at === this.#startsAt + index * this.#stepMs);
    this.#times = isRegular ? null : new Float64Array(samples.map(({ at }) => at));
    this.#width = Math.min(...samples.map(({ values }) => values.length));
    const values = new Float64Array(samples.length * this.#width);
    samples.forEach((sample, index) => {
      if (sample.differs || sample.values.length !== this.#width) this.#odd.set(index, sample);
      for (let place = 0; place < this.#width; place++)
        values[index * this.#width + place] = sample.values[place]!;
    });
    const packing = packings.find(({ unitsIn1, most }) =>
      values.every((value) => {
        const units = Math.round(value * unitsIn1);
        return Math.abs(units) <= most && units / unitsIn1 === value;
      }),
    );
    this.#unitsIn1 = packing?.unitsIn1 ?? 1;
    this.#values =
      packing === undefined
        ? values
        : new packing.Numbers(values.map((value) => Math.round(value * packing.unitsIn1)));
  }

  at(index: number): Sample {
    const odd = this.#odd.size === 0 ? undefined : this.#odd.get(index);
    if (odd !== undefined) return odd;
    const at = this.#times === null ? this.#startsAt + index * this.#stepMs : this.#times[index]!;
    const first = this.#values[index * this.#width]! / this.#unitsIn1;
    if (this.#width === 1) return { at, values: [first], differs: false };
    const place = index * this.#width;
    const values = Array.from(
      this.#values.subarray(place, place + this.#width),
      (units) => units / this.#unitsIn1,
    );
    return { at, values, differs: false };
  }
}
