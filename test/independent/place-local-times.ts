const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The instants of local times in milliseconds, in the order of the file.
 * @throws {Error} when a local time does not exist in the zone, or when the file does not show to which pass of a
 * repeated hour a time belongs.
 */
export function placeLocalTimes(locals: readonly number[], timeZone: string): number[] {
  const direction = directionOf(locals);
  const candidates = locals.map((local) => instantsOf(local, timeZone));
  const placed: number[] = [];
  for (let first = 0; first < locals.length;) {
    let end = first + 1;
    if (candidates[first]!.length === 1) placed.push(candidates[first]![0]!);
    else {
      while (candidates[end]?.length === 2) end += 1;
      placed.push(...placeRepeatedHour(locals, candidates, { first, end, direction }));
    }
    first = end;
  }
  return placed;
}

type Block = { first: number; end: number; direction: 1 | -1 };

/** The instants of the rows from `first` to before `end`, all of them in the repeated hour. */
function placeRepeatedHour(locals: readonly number[], candidates: readonly number[][], block: Block) {
  const { first, end, direction } = block;
  const passes: (0 | 1)[] = [];
  for (let row = first; row < end; row += 1) {
    const before = locals[row - 1];
    const stepsBack = before !== undefined && (locals[row]! - before) * direction <= 0;
    passes.push(stepsBack || passes.at(-1) === 1 ? 1 : 0);
  }
  if (passes.at(-1) === 0) passes.fill(passByStep(locals, candidates, block));
  return passes.map((pass, offset) => instantInPass(candidates[first + offset]!, pass, direction));
}

/** In a descending file, the pass that comes first is the later one. */
function instantInPass(instants: readonly number[], pass: 0 | 1, direction: 1 | -1): number {
  return (pass === 0) === (direction === 1) ? instants[0]! : instants[1]!;
}

/**
 * If the file has only one pass: the pass that lies one usual step from a neighbouring row. A single row at the start
 * of the file remains ambiguous.
 */
function passByStep(locals: readonly number[], candidates: readonly number[][], block: Block): 0 | 1 {
  const step = usualStep(locals);
  if (block.first === 0 && block.end === 1)
    throw new Error('the file begins with one row of an hour that clocks go through twice');
  const fits = ([0, 1] as const).filter((pass) => {
    const start = instantInPass(candidates[block.first]!, pass, block.direction);
    const finish = instantInPass(candidates[block.end - 1]!, pass, block.direction);
    const before = candidates[block.first - 1]?.[0];
    const after = candidates[block.end]?.[0];
    return (
      (before !== undefined && Math.abs(start - before) === step) ||
      (after !== undefined && Math.abs(after - finish) === step)
    );
  });
  if (fits.length !== 1)
    throw new Error('an hour that clocks go through twice: give the offset of its times');
  return fits[0]!;
}

function usualStep(locals: readonly number[]): number {
  const counts = new Map<number, number>();
  locals.slice(1).forEach((local, index) => {
    const step = Math.abs(local - locals[index]!);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  });
  const mostFrequent = [...counts].sort(([, one], [, other]) => other - one)[0];
  return mostFrequent?.[0] ?? 0;
}

function directionOf(locals: readonly number[]): 1 | -1 {
  let balance = 0;
  locals.slice(1).forEach((local, index) => {
    balance += Math.sign(local - locals[index]!);
  });
  if (balance === 0) balance = (locals.at(-1) ?? 0) - (locals[0] ?? 0);
  return balance < 0 ? -1 : 1;
}

/** The one instant, or the two in ascending order, at which clocks of the zone show a local time. */
function instantsOf(local: number, timeZone: string): number[] {
  const offsets = new Set([offsetAt(local - DAY, timeZone), offsetAt(local + DAY, timeZone)]);
  const instants = [...offsets]
    .map((offset) => local - offset)
    .filter((instant) => instant + offsetAt(instant, timeZone) === local);
  if (instants.length === 0)
    throw new Error(`${new Date(local).toISOString().slice(0, -1)} does not exist in ${timeZone}`);
  return instants.sort((one, other) => one - other);
}

/** How far clocks of the zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const field = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  );
  return shown - Math.floor(instant / 1000) * 1000;
}
