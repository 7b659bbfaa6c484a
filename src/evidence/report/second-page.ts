import { allowanceInWords, duration, limitInWords, measured, moment, percent } from '../../model/wording.ts';
import type { ReportData } from './report-data.ts';
import { type Sheet, colours } from './sheet.ts';

const outcomes = {
  pass: '✓ pass',
  fail: '✕ fail',
  'not-known': '? not known',
  'not-applicable': '– not applicable',
} as const;
const inMs = (seconds: number | null): string =>
  seconds === null ? '–' : duration(Math.round(seconds * 1000));

/** Draws every excursion, by sensor. */
export function drawExcursions(sheet: Sheet, { sensors }: ReportData): void {
  sheet.heading('Excursions');
  const rows = sensors.flatMap(({ attachment, profile, verdict }) =>
    verdict.judgement.excursions.map(({ rule: id, from, to, observedSeconds, peak, firedAt }) => {
      const rule = profile.rules.find((each) => each.id === id)!;
      return [
        verdict.decides ? attachment.device : `${attachment.device} (${attachment.role})`,
        `${id}: ${limitInWords(rule)}${rule.judges ? '' : ' (warns only)'}`,
        moment(Date.parse(from)),
        to === null ? 'goes on' : moment(Date.parse(to)),
        inMs(observedSeconds),
        measured(rule, peak),
        moment(Date.parse(firedAt)),
      ];
    }),
  );
  if (rows.length === 0) {
    sheet.paragraph('None.', { colour: colours.muted });
    return;
  }
  sheet.table(
    [
      { title: 'Sensor', width: 0.12 },
      { title: 'Rule', width: 0.24 },
      { title: 'From', width: 0.16 },
      { title: 'To', width: 0.16 },
      { title: 'Outside for', width: 0.12 },
      { title: 'Peak', width: 0.08 },
      { title: 'Alarm', width: 0.12 },
    ],
    rows,
  );
}

/** Draws what each rule allowed, what was observed, and the worst case with every gap out of limits. */
export function drawRules(sheet: Sheet, { sensors }: ReportData): void {
  sheet.heading('Rules, coverage and worst case');
  sheet.table(
    [
      { title: 'Sensor', width: 0.12 },
      { title: 'Rule', width: 0.3 },
      { title: 'Allowed', width: 0.18 },
      { title: 'Seen', width: 0.12 },
      { title: 'With every gap outside', width: 0.14 },
      { title: 'Outcome', width: 0.14 },
    ],
    sensors
      .filter(({ verdict }) => verdict.decides)
      .flatMap(({ attachment, profile, verdict }) =>
        verdict.judgement.rules.map(({ id, outcome, observedSeconds, worstCaseSeconds }) => {
          const rule = profile.rules.find((each) => each.id === id)!;
          return [
            attachment.device,
            `${id}: ${limitInWords(rule)}`,
            allowanceInWords(rule),
            inMs(observedSeconds),
            inMs(worstCaseSeconds),
            outcomes[outcome],
          ];
        }),
      ),
    7,
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
    if (kinetic === null || !verdict.decides) return [];
    const { celsius, limit, windowSeconds, deltaH, gasConstant, outcome } = kinetic;
    return [
      [
        attachment.device,
        celsius === null ? 'not determinable' : `${celsius.toFixed(2)} °C`,
        `at most ${limit} °C`,
        inMs(windowSeconds),
        `ΔH ${deltaH} kJ/mol, R ${gasConstant} J/(mol·K)`,
        outcomes[outcome],
      ],
    ];
  });
  if (rows.length === 0) return;
  sheet.heading('Mean kinetic temperature');
  sheet.table(
    [
      { title: 'Sensor', width: 0.14 },
      { title: 'Highest', width: 0.14 },
      { title: 'Allowed', width: 0.14 },
      { title: 'Window', width: 0.12 },
      { title: 'Constants', width: 0.32 },
      { title: 'Outcome', width: 0.14 },
    ],
    rows,
    7,
  );
}

/** Draws the sensors: role, evaluated time, coverage, temperatures, and calibration. */
export function drawSensors(sheet: Sheet, { sensors }: ReportData): void {
  sheet.heading('Sensors and calibration');
  if (sensors.length === 0) {
    sheet.paragraph('No sensor was attached.', { colour: colours.muted });
    return;
  }
  sheet.table(
    [
      { title: 'Sensor', width: 0.12 },
      { title: 'For', width: 0.13 },
      { title: 'Judged from', width: 0.16 },
      { title: 'to', width: 0.16 },
      { title: 'Monitored', width: 0.1 },
      { title: 'Lowest, mean, highest', width: 0.17 },
      { title: 'Calibrated until', width: 0.16 },
    ],
    sensors.map(({ attachment, verdict: { decides, judgement } }) => {
      const { ratio } = judgement.coverage;
      const temperature = judgement.channels['temperature'];
      const value = (celsius: number | null | undefined): string =>
        celsius == null ? '–' : celsius.toFixed(1);
      return [
        attachment.device,
        `${attachment.role}${decides ? '' : ', does not decide'}`,
        moment(Date.parse(judgement.span.from)),
        moment(Date.parse(judgement.span.to)),
        ratio === null ? '–' : percent(ratio),
        `${value(temperature?.min)}, ${value(temperature?.mean)}, ${value(temperature?.max)} °C`,
        attachment.calibratedUntil === null ? 'not given' : moment(attachment.calibratedUntil),
      ];
    }),
    7,
  );
}

/** Draws the outcomes of the checks on receipt when the decision in force was signed. */
export function drawChecks(sheet: Sheet, { checks }: ReportData): void {
  if (checks === null) return;
  sheet.heading('Checks on receipt, as signed');
  sheet.table(
    [
      { title: 'Check', width: 0.2 },
      { title: 'Outcome', width: 0.14 },
      { title: 'Why', width: 0.66 },
    ],
    checks.map(({ id, outcome, sentence }) => [id.replaceAll('-', ' '), outcomes[outcome], sentence]),
    7,
  );
}
