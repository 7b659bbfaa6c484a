import { serviceLimits } from './service-limits.ts';

/** The gateway does not wait any longer. */
export class AnswersTooLate extends Error {}

/** What a function answers, or a rejection where the gateway no longer waits for it. */
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
