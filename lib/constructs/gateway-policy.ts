import type { Construct } from 'constructs';
import { PublishingPolicy } from './publishing-policy.ts';

/**
 * The policy of a gateway: it may publish messages about many devices on its own topic, and nothing as a device. Which
 * devices it speaks for, the table of sources says.
 */
export class GatewayPolicy extends PublishingPolicy {
  constructor(scope: Construct, id: string, { rule, topicRoot }: { rule: string; topicRoot: string }) {
    super(scope, id, { name: 'gateway', rules: new Map([['gateway', rule]] as const), topicRoot });
  }
}
