type Timed = { readonly from: number; readonly to: number; readonly device: string };

/**
 * The longest chains of sensors that followed one another: each began when the one before it had ended, or later.
 * Chains are alternatives. Null: there are more than `most`.
 */
export function sensorChains<Sensor extends Timed>(
  sensors: readonly Sensor[],
  most: number,
): readonly (readonly Sensor[])[] | null {
  const inOrder = sensors.toSorted(
    (a, b) => a.from - b.from || a.to - b.to || (a.device < b.device ? -1 : a.device > b.device ? 1 : 0),
  );
  const chains: (readonly Sensor[])[] = [];
  /** The sensors at `first` or later that can follow, with none in between. */
  const after = (first: number, endedAt: number): number[] => {
    const later = inOrder.flatMap((each, index) => (index >= first && each.from >= endedAt ? [index] : []));
    const earliestEnd = later.reduce((least, index) => Math.min(least, inOrder[index]!.to), Infinity);
    return later.filter((index) => inOrder[index]!.from < earliestEnd || inOrder[index]!.to <= earliestEnd);
  };
  const extend = (chain: readonly Sensor[], next: readonly number[]): void => {
    if (chains.length > most) return;
    if (next.length === 0) chains.push(chain);
    for (const index of next) {
      const sensor = inOrder[index]!;
      extend([...chain, sensor], after(index + 1, sensor.to));
    }
  };
  extend([], after(0, -Infinity));
  return chains.length > most ? null : chains;
}
