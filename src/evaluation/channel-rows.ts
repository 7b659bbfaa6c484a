import { GrowingSamples, type Sample, type Samples } from './samples.ts';

/** A value, or latitude and longitude with the accuracy radius if the device reports one. */
type Row = readonly [at: number, first: number, second?: number, third?: number | undefined];

/** The readings of one channel. As long as they arrive in order, as most do, each row becomes a sample at once. */
export class ChannelRows {
  readonly #isScalar: boolean;
  #rising = new GrowingSamples();
  #lastAt = -Infinity;
  #rows: Row[] | null = null;

  constructor(isScalar: boolean) {
    this.#isScalar = isScalar;
  }

  take(at: number, first: number, second?: number, third?: number): void {
    if (this.#rows === null && at <= this.#lastAt) {
      this.#rows = Array.from(this.#rising, ({ at: known, values: [one, ...others] }): Row => [
        known,
        one!,
        ...(others as [number?, number?]),
      ]);
      this.#rising = new GrowingSamples();
    }
    const row: Row = [at, first, second, third];
    if (this.#rows !== null) this.#rows.push(row);
    else this.#rising.add({ at, values: valuesOf(row), differs: false });
    this.#lastAt = at;
  }

  distinct(): number {
    return this.#rows === null
      ? this.#rising.length
      : this.#sorted(this.#rows).filter((row, index, all) => !isRepeat(row, all[index - 1])).length;
  }

  samples(): Samples {
    return this.#rows === null ? this.#rising.samples() : fold(this.#sorted(this.#rows), this.#isScalar);
  }

  #sorted(rows: Row[]): Row[] {
    return rows.sort(
      (a, b) =>
        a[0] - b[0] ||
        a[1] - b[1] ||
        (a[2] ?? 0) - (b[2] ?? 0) ||
        // If one position has several radii, the largest sorts first and is the one that remains.
        (b[3] ?? -1) - (a[3] ?? -1),
    );
  }
}

function valuesOf([, first, second, third]: Row): number[] {
  if (second === undefined) return [first];
  return third === undefined ? [first, second] : [first, second, third];
}

function isRepeat(row: Row, previous: Row | undefined): boolean {
  return (
    previous !== undefined &&
    previous[0] === row[0] &&
    previous[1] === row[1] &&
    previous[2] === row[2] &&
    previous[3] === row[3]
  );
}

function fold(rows: readonly Row[], isScalar: boolean): Sample[] {
  const samples: { at: number; values: number[]; differs: boolean }[] = [];
  let previous: Row | undefined;
  for (const row of rows) {
    if (previous?.[0] !== row[0]) samples.push({ at: row[0], values: valuesOf(row), differs: false });
    else if (!isRepeat(row, previous)) {
      const sample = samples.at(-1)!;
      sample.differs = true;
      if (isScalar) sample.values.push(row[1]);
    }
    previous = row;
  }
  return samples;
}
