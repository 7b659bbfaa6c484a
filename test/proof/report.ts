import type { Check } from './check.ts';

/** A run of the proof, chapter by chapter. */
export type Run = {
  readonly isQuick: boolean;
  readonly at: Date;
  readonly commit: string;
  readonly machine: string;
  readonly suites: { title: string; seconds: number; checks: readonly Check[]; beside?: string }[];
  seconds: number;
};

const verdictOf = ({ holds, missed }: Check): string =>
  !holds ? 'FAILS' : missed === undefined ? 'holds' : 'missed';

/** Checks as somebody reads them who waits at a terminal. */
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
  const parts = suites.flatMap(({ title, checks, beside, seconds: own }) => [
    `## ${title}`,
    '',
    '| | claim | measured | target |',
    '| --- | --- | --- | --- |',
    ...checks.map((check) => {
      const why = check.missed === undefined ? '' : ` ${check.missed}`;
      return `| ${verdictOf(check)} | ${cell(check.claim)} | ${cell(check.measured)} | ${cell(check.target)}.${cell(why)} |`;
    }),
    '',
    ...(beside === undefined ? [] : [beside.trim(), '']),
    `${Math.round(own)} s.`,
    '',
  ]);
  const failed = suites.flatMap(({ checks }) => checks).filter(({ holds }) => !holds).length;
  return [
    '# Proof',
    '',
    `Written by \`npm run prove${isQuick ? ' -- --quick' : ''}\` on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, of commit ${commit}, on ${machine}, in ${Math.round(seconds / 60)} minutes. ${failed === 0 ? 'Every check holds.' : `${failed} checks fail.`}`,
    '',
    'Where speed is concerned, figures are ratios of things done in one run: machines differ. "Missed" is a target that is not reached, for the reason beside it; the check fails where it becomes worse than is known.',
    '',
    ...parts,
  ].join('\n');
}
