import { type FieldProblem, fieldProblemsOf } from '../model/problems.ts';
import { shipmentSchema } from '../model/shipment.ts';
import { type KnownNames, carrierNamed, placeNamed, profileNamed } from './known-names.ts';
import type { PlanField } from './plan-columns.ts';
import type { PlannedTime } from './planned-times.ts';

/** A line of a table of plans, as it was read. */
export type PlanRow = {
  readonly line: number;
  /** The plan in the form in which a shipment is planned; null if anything is wrong. */
  readonly plan: Readonly<Record<string, unknown>> | null;
  /** What is wrong: the field as the API names it, empty for the whole line, and a sentence. */
  readonly problems: readonly FieldProblem[];
  /** What people should know, although the line can be planned. */
  readonly notes: readonly FieldProblem[];
  /** The first line of its shipment, with which it is planned; absent where it begins one. */
  readonly partOf?: number;
};

/** The cells of a line that are not empty, by field. */
export type CellsByField = ReadonlyMap<PlanField, string>;

/** The fields of a plan with one product. */
type ShipmentField = Exclude<PlanField, 'gtin' | 'quantity' | 'expiry'>;

/** Reads a line of a table of plans: a shipment with one product. */
export function readPlanRow(
  cells: CellsByField,
  line: number,
  known: KnownNames,
  timeOf: (text: string) => PlannedTime,
): PlanRow {
  const { plan, problems, notes } = readCells(cells, known, timeOf);
  const parsed = shipmentSchema.safeParse(plan);
  const all = parsed.success ? problems : [...problems, ...refusalsOf(parsed.error, cells, problems)];
  return { line, plan: all.length === 0 ? plan : null, problems: all, notes: all.length === 0 ? notes : [] };
}

/** What the cells of a line say, as the API wants it; what cannot be read is left out, with its problem. */
export function readCells(
  cells: CellsByField,
  known: KnownNames,
  timeOf: (text: string) => PlannedTime,
): { plan: Record<string, unknown>; problems: FieldProblem[]; notes: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const notes: FieldProblem[] = [];
  const site = cells.get('site') ?? known.site;
  // Another site has an address book of its own.
  const book = site === known.site ? known : { ...known, places: [], carriers: [] };
  const placeOf = (field: PlanField, text: string) => {
    const place = placeNamed(book, text);
    if (place === null)
      notes.push({
        field,
        message: `${text} is not in the address book of ${site}: it is planned by its name only, so positions cannot show whether the goods are there`,
      });
    return place ?? text;
  };
  const values: { readonly [field in ShipmentField]: (text: string) => unknown } = {
    shipment: (text) => text,
    goods: (text) => text,
    lots: listIn,
    sscc: (text) => wholeLabel(text, problems),
    origin: (text) => placeOf('origin', text),
    destination: (text) => placeOf('destination', text),
    waypoints: (text) => listIn(text).map((each) => placeOf('waypoints', each)),
    plannedDeparture: (text) => timeIn('plannedDeparture', text),
    plannedArrival: (text) => timeIn('plannedArrival', text),
    site: (text) => text,
    profile: (text) => profileIn('profile', text),
    ambientProfile: (text) => profileIn('ambientProfile', text),
    carrier: (text) => {
      const carrier = carrierNamed(book, text);
      if (carrier === null)
        notes.push({
          field: 'carrier',
          message: `${text} is not in the address book of ${site}: nobody can be called`,
        });
      return carrier ?? { name: text };
    },
    vehicle: (text) => text,
    packaging: (text) => text,
    audience: listIn,
    escalation: listIn,
  };
  function timeIn(field: PlanField, text: string): string | undefined {
    const time = timeOf(text);
    if (time.ok) return new Date(time.at).toISOString();
    problems.push({ field, message: time.reason });
    return undefined;
  }
  function profileIn(field: PlanField, text: string): string | undefined {
    const profile = profileNamed(known, text);
    if (profile.ok) return profile.value;
    problems.push({ field, message: profile.reason });
    return undefined;
  }
  const plan: Record<string, unknown> = { site };
  for (const [field, text] of cells)
    if (isSpreadsheetError(text)) problems.push({ field, message: spreadsheetError(text) });
    else {
      const value = values[field as ShipmentField](text);
      if (value !== undefined) plan[field] = value;
    }
  return { plan, problems, notes };
}

/** What the schema refuses of a line, but for fields that have a problem already. */
export function refusalsOf(
  error: Parameters<typeof fieldProblemsOf>[0],
  cells: CellsByField,
  problems: readonly FieldProblem[],
): FieldProblem[] {
  const refused = new Set(problems.map(({ field }) => field));
  return fieldProblemsOf(error).flatMap((problem) => {
    const [field = ''] = problem.field.split(/[.[]/);
    if (refused.has(field)) return [];
    const isEmpty = !cells.has(field as PlanField) && field !== '';
    return [isEmpty ? { ...problem, message: emptyCell } : problem];
  });
}

export const emptyCell = 'the cell is empty';

/** Says that a cell holds an error of a formula. */
export function spreadsheetError(text: string): string {
  return `the cell holds the error ${text} of the spreadsheet; mend its formula`;
}

/** Several names in one cell stand in lines of their own, or between semicolons or bars. */
export function listIn(text: string): string[] {
  return text
    .split(/[;|\r\n]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** A spreadsheet keeps 15 digits of a number, and shows zeros for the rest; that could pass the check digit. */
function wholeLabel(text: string, problems: FieldProblem[]): string | undefined {
  if (!/^\d{15}0{3}$/.test(text)) return text;
  problems.push({
    field: 'sscc',
    message: `${text} ends with three zeros, as spreadsheets write numbers of more than 15 digits: give the cells the format Text and enter the labels again, with (00) before this one if it is right`,
  });
  return undefined;
}

/** The errors of a formula (ECMA-376 part 1, section 18.17.3). */
export function isSpreadsheetError(text: string): boolean {
  return /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|GETTING_DATA)$/.test(text);
}
