import type { Publish } from '../../notify/publish.ts';
import { required } from './environment.ts';
import type { Telling } from './tell.ts';

/** How the functions tell people, from the environment that their construct has set. */
export function tellingOfEnvironment(): Telling {
  const topicArn = required('ALERTS_TOPIC_ARN');
  let publisher: Promise<Publish> | undefined;
  return {
    // Most instances never have anything to tell: the client is loaded with the first message, not at the cold start.
    async publish(message) {
      publisher ??= loadPublisher(topicArn);
      await (
        await publisher
      )(message);
    },
    orphanedAfterMs: Number(required('FUNCTION_TIMEOUT_SECONDS')) * 1000,
  };
}

async function loadPublisher(topicArn: string): Promise<Publish> {
  const [{ SNSClient }, { publishTo }] = await Promise.all([
    import('@aws-sdk/client-sns'),
    import('../../notify/publish.ts'),
  ]);
  return publishTo(new SNSClient({}), topicArn);
}
