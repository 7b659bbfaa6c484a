import type { Check } from './check.ts';

/** A run of the proof, with its chapters. */
export type Run = {
  readonly isQuick: boolean;
  readonly at: Date;
  readonly commit: string;
  readonly machine: string;
  readonly suites: { title: string; seconds: number; checks: readonly Check[]; details?: string }[];
  seconds: number;
};

const verdictOf = ({ holds, missed }: Check): string =>
  !holds ? 'FAILS' : missed === undefined ? 'holds' : 'missed';

/** Checks as a table for the terminal. */
export function asTable(checks: readonly Check[], seconds: number): string {
  const lines = checks.map((check) => {
    const { claim, measured, target, missed } = check;
    const line = `  ${verdictOf(check).padEnd(6)} ${claim}: ${measured} (${target})`;
    return missed === undefined ? line : `${line}\n         ${missed}`;
  });
  return [...lines, `  ${Math.round(seconds)} s`].join('\n');
}

/** The proof as a page. */
export function asMarkdown({ isQuick, at, commit, machine, suites, seconds }: Run): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const parts = suites.flatMap(({ title, checks, details, seconds: own }) => [
    `## ${title}`,
    '',
    '| | claim | measured | target |',
    '| --- | --- | --- | --- |',
    ...checks.map((check) => {
      const why = check.missed === undefined ? '' : ` ${check.missed}`;
      return `| ${verdictOf(check)} | ${cell(check.claim)} | ${cell(check.measured)} | ${cell(check.target)}.${cell(why)} |`;
    }),
    '',
    ...(details === undefined ? [] : [details.trim(), '']),
    `${Math.round(own)} s.`,
    '',
  ]);
  const failed = suites.flatMap(({ checks }) => checks).filter(({ holds }) => !holds).length;
  return [
    '# Proof',
    '',
    `Written by \`npm run prove${isQuick ? ' -- --quick' : ''}\` on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, of commit ${commit}, on ${machine}, in ${Math.round(seconds / 60)} minutes. ${failed === 0 ? 'Every check holds.' : `${failed} checks fail.`}`,
    '',
    'Speed is given as ratios within one run where possible, because machines differ. "Missed" marks a target that is not reached, for the reason given next to it; the check fails if the value becomes worse than the known one.',
    '',
    ...parts,
  ].join('\n');
}
