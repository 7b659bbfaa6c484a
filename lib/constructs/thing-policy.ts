import type { Construct } from 'constructs';
import type { Kind } from '../../src/telemetry/topic.ts';
import { PublishingPolicy } from './publishing-policy.ts';

/** The policy of a device: it may publish what it measures under its own name. */
export class ThingPolicy extends PublishingPolicy {
  constructor(
    scope: Construct,
    id: string,
    { rules, topicRoot }: { rules: ReadonlyMap<Kind, string>; topicRoot: string },
  ) {
    super(scope, id, { name: 'thing', rules, topicRoot });
  }
}
