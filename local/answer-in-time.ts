import { serviceLimits } from './service-limits.ts';

/** Thrown when a function takes longer than the gateway waits. */
export class AnswersTooLate extends Error {}

/**
 * Returns what a function answers.
 *
 * @throws {AnswersTooLate} When the gateway no longer waits for it.
 */
export async function answerInTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AnswersTooLate()), serviceLimits.gatewayAnswerMs.limit);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
