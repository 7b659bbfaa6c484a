import { inRoundNumbers } from '../../model/in-round-numbers.ts';
import {
  allowedTime,
  limitInWords,
  measured,
  moment,
  roundedDuration,
  roundedPercent,
} from '../../model/wording.ts';
import type { LimitRule, Profile } from '../../model/profile.ts';
import { type ReportData, onceEach } from './report-data.ts';
import { type Sheet, colours } from './sheet.ts';
import { drawTable } from './table.ts';

const outcomes = {
  pass: '✓ pass',
  fail: '✕ fail',
  'not-known': '? not known',
  'not-applicable': '– not applicable',
} as const;
const ruleOf = ({ rules }: Profile, id: string): LimitRule => rules.find((rule) => rule.id === id)!;
const at = (iso: string): string => moment(Date.parse(iso));
const oneDecimal = (value: number | null | undefined): string => value?.toFixed(1) ?? '–';
const inMs = (seconds: number | null): string => (seconds === null ? '–' : roundedDuration(seconds * 1000));

/** The product for which a sensor was evaluated, in front of its name; empty where there is one. */
function productOf({ product }: ReportData['sensors'][number]['verdict']): string {
  return product === undefined ? '' : `${product.name}, `;
}

/** Draws every excursion, by sensor. */
export function drawExcursions(sheet: Sheet, { sensors }: ReportData): void {
  sheet.heading('Excursions');
  const rows = sensors.flatMap(({ attachment: { device, role }, profile, verdict }) =>
    verdict.judgement.excursions.map((excursion) => ({
      ...excursion,
      sensor: `${productOf(verdict)}${verdict.decides ? device : `${device} (${role})`}`,
      rule: ruleOf(profile, excursion.rule),
    })),
  );
  drawTable(
    sheet,
    [
      { heading: 'Sensor', width: 0.12, text: ({ sensor }) => sensor },
      {
        heading: 'Rule',
        width: 0.24,
        text: ({ rule }) => `${rule.id}: ${limitInWords(rule)}${rule.judges ? '' : ' (warns only)'}`,
      },
      { heading: 'From', width: 0.16, text: ({ from }) => at(from) },
      { heading: 'To', width: 0.16, text: ({ to }) => (to === null ? 'ongoing' : at(to)) },
      { heading: 'Out of range', width: 0.12, text: ({ observedSeconds }) => inMs(observedSeconds) },
      { heading: 'Peak', width: 0.08, text: ({ rule, peak }) => measured(rule, peak) },
      { heading: 'Alarm', width: 0.12, text: ({ firedAt }) => at(firedAt) },
    ],
    rows,
    { ifEmpty: 'None.' },
  );
}

/** Draws what each rule allowed, what was observed, and the worst case with every gap out of range. */
export function drawRules(sheet: Sheet, { sensors }: ReportData): void {
  sheet.heading('Rules, with the worst case: out of range during every gap');
  drawTable(
    sheet,
    [
      { heading: 'Sensor', width: 0.12, text: ({ device }) => device },
      { heading: 'Rule', width: 0.3, text: ({ rule }) => `${rule.id}: ${limitInWords(rule)}` },
      { heading: 'Allowed', width: 0.18, text: ({ rule }) => allowedTime(rule) },
      { heading: 'Out of range', width: 0.12, text: ({ observedSeconds }) => inMs(observedSeconds) },
      {
        heading: 'Worst case',
        width: 0.14,
        text: ({ worstCaseSeconds }) => inMs(worstCaseSeconds),
      },
      { heading: 'Outcome', width: 0.14, text: ({ outcome }) => outcomes[outcome] },
    ],
    sensors
      .filter(({ verdict }) => verdict.decides)
      .flatMap(({ attachment: { device }, profile, verdict }) =>
        verdict.judgement.rules.map((result) => ({
          ...result,
          device: `${productOf(verdict)}${device}`,
          rule: ruleOf(profile, result.id),
        })),
      ),
    { size: 7 },
  );
}

/** Draws which details of the profiles no source confirms, once per profile version. */
export function drawUnconfirmed(sheet: Sheet, { sensors }: ReportData): void {
  const profiles = new Map(
    sensors.map(({ profile }) => [`${profile.id}, version ${profile.version}`, profile]),
  );
  for (const [name, { unverified }] of profiles)
    if (unverified.length > 0)
      sheet.paragraph(`Not confirmed by a source: ${unverified.join('; ')} (profile ${name}).`, {
        size: 7.5,
        colour: colours.muted,
      });
}

/** Draws the mean kinetic temperature and the constants that it was computed with. */
export function drawKinetic(sheet: Sheet, { sensors }: ReportData): void {
  const rows = sensors.flatMap(({ attachment, verdict }) => {
    const kinetic = verdict.judgement.meanKineticTemperature;
    return kinetic === null || !verdict.decides
      ? []
      : [{ device: `${productOf(verdict)}${attachment.device}`, ...kinetic }];
  });
  if (rows.length === 0) return;
  sheet.heading('Mean kinetic temperature');
  drawTable(
    sheet,
    [
      { heading: 'Sensor', width: 0.14, text: ({ device }) => device },
      {
        heading: 'Highest',
        width: 0.14,
        text: ({ celsius }) => (celsius === null ? 'unknown' : `${celsius.toFixed(2)} °C`),
      },
      { heading: 'Allowed', width: 0.14, text: ({ limit }) => `at most ${limit} °C` },
      { heading: 'Window', width: 0.12, text: ({ windowSeconds }) => inMs(windowSeconds) },
      {
        heading: 'Constants',
        width: 0.32,
        text: ({ deltaH, gasConstant }) => `ΔH ${deltaH} kJ/mol, R ${gasConstant} J/(mol·K)`,
      },
      { heading: 'Outcome', width: 0.14, text: ({ outcome }) => outcomes[outcome] },
    ],
    rows,
    { size: 7 },
  );
}

/** Draws the sensors: role, evaluated time, coverage, temperatures, and calibration. */
export function drawSensors(sheet: Sheet, { sensors }: ReportData): void {
  sheet.heading('Sensors and calibration');
  drawTable(
    sheet,
    [
      { heading: 'Sensor', width: 0.12, text: ({ device }) => device },
      {
        heading: 'Role',
        width: 0.13,
        text: ({ role, decides }) => `${role}${decides ? '' : ', does not decide'}`,
      },
      { heading: 'Evaluated from', width: 0.16, text: ({ span }) => at(span.from) },
      { heading: 'to', width: 0.16, text: ({ span }) => at(span.to) },
      {
        heading: 'Monitored',
        width: 0.1,
        text: ({ coverage: { ratio } }) => (ratio === null ? '–' : roundedPercent(ratio)),
      },
      {
        heading: 'Lowest, mean, highest',
        width: 0.17,
        text: ({ channels: { temperature } }) =>
          `${oneDecimal(temperature?.min)}, ${oneDecimal(temperature?.mean)}, ${oneDecimal(temperature?.max)} °C`,
      },
      {
        heading: 'Calibrated until',
        width: 0.16,
        text: ({ calibratedUntil }) => (calibratedUntil === null ? 'unknown' : moment(calibratedUntil)),
      },
    ],
    onceEach(sensors).map(({ attachment, verdict: { decides, judgement } }) => ({
      ...attachment,
      ...judgement,
      decides,
    })),
    { size: 7, ifEmpty: 'No sensor was attached.' },
  );
}

/** Draws the outcomes of the checks on receipt when the decision in force was signed. */
export function drawChecks(sheet: Sheet, { checks }: ReportData): void {
  if (checks === null) return;
  sheet.heading('Checks on receipt, as signed');
  drawTable(
    sheet,
    [
      { heading: 'Check', width: 0.2, text: ({ id }) => id.replaceAll('-', ' ') },
      { heading: 'Outcome', width: 0.14, text: ({ outcome }) => outcomes[outcome] },
      { heading: 'Why', width: 0.66, text: ({ sentence }) => inRoundNumbers(sentence) },
    ],
    checks,
    { size: 7 },
  );
}
