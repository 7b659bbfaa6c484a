import { SNSClient } from '@aws-sdk/client-sns';
import { publishTo } from '../../notify/publish.ts';
import { required } from './environment.ts';
import type { Telling } from './tell.ts';

/** How the functions tell people, from the environment that their construct has set. */
export function tellingOfEnvironment(): Telling {
  return {
    publish: publishTo(new SNSClient({}), required('ALERTS_TOPIC_ARN')),
    orphanedAfterMs: Number(required('FUNCTION_TIMEOUT_SECONDS')) * 1000,
  };
}
