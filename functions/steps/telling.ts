import type { Patience } from '../../domain/alarm-course.ts';
import type { Severity } from '../../domain/profile.ts';
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

/** How long an alarm of each severity may wait for a person, from the environment: minutes as JSON. */
export function patienceOfEnvironment(): Patience {
  const minutes = JSON.parse(required('ACKNOWLEDGE_WITHIN_MINUTES')) as {
    [severity in Severity]: number | null;
  };
  const inMs = (severity: Severity): number | null =>
    minutes[severity] === null ? null : minutes[severity] * 60_000;
  return {
    info: inMs('info'),
    minor: inMs('minor'),
    major: inMs('major'),
    critical: inMs('critical'),
  };
}

async function loadPublisher(topicArn: string): Promise<Publish> {
  const [{ SNSClient }, { publishTo }] = await Promise.all([
    import('@aws-sdk/client-sns'),
    import('../../notify/publish.ts'),
  ]);
  return publishTo(new SNSClient({}), topicArn);
}
