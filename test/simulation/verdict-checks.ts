import { faultCodes } from '../../src/evaluation/fault-codes.ts';
import type { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { differencesBetween } from '../independent/compare.ts';
import { judgeIndependently } from '../independent/judge.ts';
import type { ProfileAsWritten } from '../independent/profile-as-written.ts';
import type { Cell } from './lying-values.ts';
import type { TimeWithGoods } from './times-with-goods.ts';
import type { Row } from './plan-types.ts';

export const codes: readonly number[] = faultCodes.map(({ celsius }) => celsius);

type Sensor = ReturnType<typeof toShipmentVerdictJson>['sensors'][number];

/**
 * Holds the verdict on one sensor, as it is printed, against that of the independent judge on what was sent; that one
 * knows no phases. `isUnderstood`: no message was refused or misplaced in the time that is judged.
 */
export function verdictViolations(
  { device, judgement }: Sensor,
  { since, to, isOpen, intervalMs }: TimeWithGoods,
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
    .map((difference) => `${device}: its verdict and the independent one, ${difference}`);
}

/**
 * Our own CSV of what was sent. An empty cell beside a number was not sent: so that none is without a number beside it,
 * each row has a charge, of which no rule speaks.
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

/** What stands in a message, as a cell has it; an empty text is there, and is not nothing. */
function textOf(cell: Cell): string {
  const text = cell.startsWith('"') ? (JSON.parse(cell) as string) : cell;
  return text === '' ? '""' : text;
}
