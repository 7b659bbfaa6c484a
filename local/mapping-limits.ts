import { serviceLimits } from './service-limits.ts';

/** The settings of an event source mapping that Lambda limits. Times are in seconds. */
export type MappingSettings = {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Maximum number of concurrent batches; null: not limited. */
  readonly maximumConcurrency: number | null;
  readonly isFifo: boolean;
  readonly visibilitySeconds: number;
  readonly timeoutSeconds: number;
};

/** Returns what Lambda would refuse in a mapping, one sentence per problem. */
export function faultsOfMapping(mapping: MappingSettings): string[] {
  const { batchSize, windowSeconds, maximumConcurrency, isFifo, visibilitySeconds, timeoutSeconds } = mapping;
  const hasWindow = windowSeconds > 0;
  const most = serviceLimits[hasWindow ? 'batchMessages' : 'batchMessagesWithoutWindow'].limit;
  const window = serviceLimits.batchingWindowSeconds.limit;
  const [fewest, concurrent] = [
    serviceLimits.fewestConcurrentBatches.limit,
    serviceLimits.mostConcurrentBatches.limit,
  ];
  return [
    [isFifo && hasWindow, 'a queue that keeps an order has no batching window'],
    [batchSize > most, `a batch has ${batchSize} messages; ${most} are allowed with its window`],
    [windowSeconds > window, `the batching window is ${windowSeconds} s; ${window} are allowed`],
    [
      maximumConcurrency !== null && (maximumConcurrency < fewest || maximumConcurrency > concurrent),
      `at most ${maximumConcurrency} batches at once; ${fewest} to ${concurrent} are allowed`,
    ],
    [
      timeoutSeconds > visibilitySeconds,
      `the function may take ${timeoutSeconds} s, and a message is hidden for ${visibilitySeconds} s only`,
    ],
  ].flatMap(([isWrong, sentence]) => (isWrong === true ? [String(sentence)] : []));
}
