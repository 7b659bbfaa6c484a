import { faultCodes } from '../../src/evaluation/fault-codes.ts';
import type { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { differencesBetween } from '../independent/compare.ts';
import { judgeIndependently } from '../independent/judge.ts';
import type { ProfileAsWritten } from '../independent/profile-as-written.ts';
import type { Cell } from './bad-values.ts';
import type { AssignmentByDesign } from './assignments-by-design.ts';
import type { Row } from './plan-types.ts';

export const codes: readonly number[] = faultCodes.map(({ celsius }) => celsius);

type Sensor = ReturnType<typeof toShipmentVerdictJson>['sensors'][number];

/**
 * Compares the verdict on one sensor with the independent judge's verdict on what was sent; that judge knows no phases.
 * `isUnderstood`: no message was refused or misplaced in the evaluated time.
 */
export function verdictViolations(
  { device, judgement }: Sensor,
  { since, to, isOpen, intervalMs }: AssignmentByDesign,
  rows: readonly Row[],
  profile: ProfileAsWritten,
  isUnderstood: boolean,
): string[] {
  const own = judgeIndependently(csvOf(rows), profile, {
    timeZone: null,
    from: since,
    to,
    isOpen,
    intervalMs,
    codes,
  });
  const recommendation =
    own.recommendation === 'release' && !isUnderstood ? 'quarantine' : own.recommendation;
  const { span, coverage, meanKineticTemperature, rules, excursions } = own;
  const { battery: _, ...channels } = own.channels;
  const { location: __, ...ofProduct } = judgement.channels;
  return differencesBetween(
    '',
    {
      span: judgement.span,
      coverage: judgement.coverage,
      channels: ofProduct,
      meanKineticTemperature: judgement.meanKineticTemperature,
      rules: judgement.rules,
      excursions: judgement.excursions,
      recommendation: judgement.recommendation,
      lone: (judgement.findings ?? []).some(({ kind }) => kind === 'lone-reading'),
    },
    {
      span,
      coverage,
      channels,
      meanKineticTemperature,
      rules,
      excursions,
      recommendation,
      lone: own.diagnostics.length > 0,
    },
  )
    .slice(0, 3)
    .map((difference) => `${device}: its verdict and the independent one differ: ${difference}`);
}

/**
 * What was sent, as our own CSV. In it, an empty cell next to a number means "not sent", so each row gets a battery
 * charge, which no rule uses.
 */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map(({ at, cells: { temperature, pressure } }) =>
    [
      new Date(at).toISOString(),
      textOf(temperature),
      pressure === undefined ? '' : textOf(pressure),
      50,
    ].join(),
  );
  return ['time,temperature,pressure,battery', ...lines, ''].join('\n');
}

/** The text of a value as a CSV cell. An empty text was sent, unlike a missing one. */
function textOf(cell: Cell): string {
  const text = cell.startsWith('"') ? (JSON.parse(cell) as string) : cell;
  return text === '' ? '""' : text;
}
