import { expect, test } from 'vitest';
import { deployed, ireland, ofType, synthesised } from '../support/synthesised.ts';

/** What the role of the function that delivers allows and denies: effect, action, resource without its hash, condition. */
function rightsOf(template: ReturnType<typeof synthesised>): string[] {
  const [, { Properties }] = ofType(template, 'AWS::IAM::Policy').find(([id]) =>
    id.startsWith('DeliveriesDeliverRole'),
  )!;
  const { Statement } = Properties!['PolicyDocument'] as {
    Statement: { Effect: string; Action: string | string[]; Resource: unknown; Condition?: object }[];
  };
  return Statement.flatMap(({ Effect, Action, Resource, Condition }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((each) => {
        const named = String(deployed(each, ireland)).replaceAll(/[0-9A-F]{8}(?=[.>])/g, '');
        return `${Effect} ${action} ${named}${Condition === undefined ? '' : ` ${JSON.stringify(Condition)}`}`;
      }),
    ),
  ).toSorted();
}

test('what delivers reads ledgers, readings and recipients, and sends mails of one sender, and no topic', () => {
  const rights = rightsOf(synthesised({ mailFrom: 'cold@example.org' }));
  const others = rights.filter((right) => !/logs:|sqs:(Receive|Delete|Change|GetQueue)/.test(right));
  expect(others).toEqual([
    'Allow dynamodb:DeleteItem <RecordsRecipients.Arn>',
    'Allow dynamodb:GetItem <RecordsDevices.Arn>',
    'Allow dynamodb:GetItem <RecordsProfiles.Arn>',
    'Allow dynamodb:GetItem <RecordsRecipients.Arn>',
    'Allow dynamodb:PutItem <RecordsRecipients.Arn>',
    'Allow dynamodb:Query <RecordsJournal.Arn>',
    'Allow dynamodb:Query <RecordsLedger.Arn>',
    'Allow dynamodb:Query <RecordsRecipients.Arn>',
    'Allow dynamodb:Query <RecordsShipments.Arn>/index/watched',
    'Allow dynamodb:Query <RecordsShipments.Arn>/index/watched-at-site',
    'Allow dynamodb:UpdateItem <RecordsRecipients.Arn>',
    expect.stringMatching(
      /^Allow ses:SendEmail arn:aws:ses:eu-west-1:\d{12}:identity\/\* .*"ses:FromAddress":"cold@example.org"/,
    ),
    'Allow sns:Publish *',
    'Allow sqs:SendMessage <DeliveriesQueue.Arn>',
    'Deny sns:Publish arn:aws:sns:*:*:*',
  ]);
});

test('a stage without a sender may send no mails', () => {
  expect(rightsOf(synthesised({ mailFrom: null })).filter((right) => right.includes('ses:'))).toEqual([]);
});
