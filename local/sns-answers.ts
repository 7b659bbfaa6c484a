import { refusalOfFilterPolicy } from './filter-policy-limits.ts';
import { NotLocal, type Properties } from './template.ts';
import type { LocalSubscription, LocalSubscriptions } from './subscriptions.ts';

export type Answered = { readonly status: number; readonly type: string; readonly body: string };

/** Answers SNS requests about subscriptions; null for everything else. */
export function answerOnSubscriptions(
  form: URLSearchParams,
  subscriptions: LocalSubscriptions,
): Answered | null {
  const arn = form.get('SubscriptionArn') ?? '';
  const known = subscriptions.all.find((each) => each.arn === arn);
  switch (form.get('Action') ?? '') {
    case 'Subscribe': {
      const asked = {
        topicArn: form.get('TopicArn') ?? '',
        protocol: form.get('Protocol') ?? '',
        endpoint: form.get('Endpoint') ?? '',
        filterPolicy: policyOf(form),
      };
      const refusal = subscriptions.has(asked)
        ? null
        : refusalOfFilterPolicy(asked.topicArn, asked.filterPolicy, subscriptions.all);
      if (refusal !== null) return refused(refusal.status, refusal.code, refusal.message);
      try {
        const { arn: made } = subscriptions.add(asked);
        return answered('Subscribe', `<SubscriptionArn>${escaped(made)}</SubscriptionArn>`);
      } catch (error) {
        if (error instanceof NotLocal) return refused(400, 'InvalidParameter', error.message);
        throw error;
      }
    }
    case 'Unsubscribe':
      subscriptions.remove(arn);
      return answered('Unsubscribe', null);
    case 'ListSubscriptionsByTopic':
      return answered(
        'ListSubscriptionsByTopic',
        `<Subscriptions>${subscriptions.all
          .filter(({ topicArn }) => topicArn === form.get('TopicArn'))
          .map((each) => memberOf(each, subscriptions.isSuspended(each)))
          .join('')}</Subscriptions>`,
      );
    case 'GetTopicAttributes': {
      const own = subscriptions.all.filter(({ topicArn }) => topicArn === form.get('TopicArn'));
      const suspended = own.filter((each) => subscriptions.isSuspended(each)).length;
      return answered(
        'GetTopicAttributes',
        `<Attributes>${entriesOf({
          TopicArn: form.get('TopicArn') ?? '',
          SubscriptionsConfirmed: String(own.length - suspended),
          SubscriptionsPending: String(suspended),
          SubscriptionsDeleted: '0',
        })}</Attributes>`,
      );
    }
    case 'GetSubscriptionAttributes':
      return known === undefined
        ? refused(404, 'NotFound', 'Subscription does not exist')
        : answered(
            'GetSubscriptionAttributes',
            `<Attributes>${attributesOf(known, subscriptions.isSuspended(known))}</Attributes>`,
          );
    default:
      return null;
  }
}

function policyOf(form: URLSearchParams): Properties | null {
  for (const [name, value] of form)
    if (value === 'FilterPolicy' && name.endsWith('.key'))
      return JSON.parse(form.get(name.replace(/key$/, 'value')) ?? '{}') as Properties;
  return null;
}

function memberOf({ arn, protocol, endpoint, topicArn }: LocalSubscription, isSuspended: boolean): string {
  const shown = isSuspended ? 'PendingConfirmation' : arn;
  return `<member><SubscriptionArn>${escaped(shown)}</SubscriptionArn><Owner>000000000000</Owner><Protocol>${escaped(protocol)}</Protocol><Endpoint>${escaped(endpoint)}</Endpoint><TopicArn>${escaped(topicArn)}</TopicArn></member>`;
}

function attributesOf({ protocol, endpoint, filterPolicy }: LocalSubscription, isSuspended: boolean): string {
  const attributes = {
    Protocol: protocol,
    Endpoint: endpoint,
    PendingConfirmation: String(isSuspended),
    ...(filterPolicy !== null && { FilterPolicy: JSON.stringify(filterPolicy) }),
  };
  return entriesOf(attributes);
}

function entriesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => `<entry><key>${key}</key><value>${escaped(value)}</value></entry>`)
    .join('');
}

export function answered(action: string, result: string | null): Answered {
  const body = result === null ? '' : `<${action}Result>${result}</${action}Result>`;
  return {
    status: 200,
    type: 'text/xml',
    body: `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${body}<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${action}Response>`,
  };
}

export function refused(status: number, code: string, message: string): Answered {
  return {
    status,
    type: 'text/xml',
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
