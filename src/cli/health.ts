import { type ApiOptions, apiOf } from './api.ts';

/** Whether each part of the system works, and what to do where one does not; `isGood` is false if any needs attention. */
export async function health(options: ApiOptions): Promise<{ lines: string[]; isGood: boolean }> {
  const { checks } = await (await apiOf(options, 'getHealth')).call('getHealth');
  const states = { good: 'good', attention: 'ATTENTION', unknown: 'unknown' };
  return {
    lines: checks.flatMap(({ name, state, says, toDo }) => [
      `${states[state].padEnd(9)}  ${name}: ${says}`,
      ...(toDo === null ? [] : [`${' '.repeat(11)}${toDo}`]),
    ]),
    isGood: checks.every(({ state }) => state !== 'attention'),
  };
}
