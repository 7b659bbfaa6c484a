import { randomUUID } from 'node:crypto';
import type { Received } from './inbox.ts';
import type { PasswordPolicy } from './password-policy.ts';
import type { Template } from './template.ts';
import { LocalUserPool, type PoolMail, type UserPoolParts } from './user-pool.ts';

/** The password policy of the template's user pool. */
export function passwordPolicyOf(template: Template): PasswordPolicy {
  const [pool] = template.ofType('AWS::Cognito::UserPool');
  return (pool!.raw['Policies'] as { PasswordPolicy: PasswordPolicy }).PasswordPolicy;
}

/** The user pool of the template, with its groups and the text of its invitations, which lead to the address of the page. */
export function userPoolOfTemplate(
  template: Template,
  page: string,
  parts: Pick<UserPoolParts, 'people' | 'signOut' | 'sendMail'>,
): LocalUserPool {
  const [pool] = template.ofType('AWS::Cognito::UserPool');
  const { AdminCreateUserConfig } = template.properties(pool!) as {
    AdminCreateUserConfig?: { InviteMessageTemplate?: { EmailSubject: string; EmailMessage: string } };
  };
  const { EmailSubject, EmailMessage } = AdminCreateUserConfig!.InviteMessageTemplate!;
  return new LocalUserPool({
    ...parts,
    id: template.refOf(pool!),
    groups: template.ofType('AWS::Cognito::UserPoolGroup').map(({ raw }) => String(raw['GroupName'])),
    policy: passwordPolicyOf(template),
    // The page of the local run has no TLS.
    invitation: {
      subject: EmailSubject,
      text: EmailMessage.replaceAll(`https://${new URL(page).host}`, page),
    },
  });
}

/** Sends the mails of the user pool to the inbox of the run. */
export function mailer(receive: (received: Received) => void): (mail: PoolMail) => void {
  return ({ to, subject, html }) =>
    receive({
      to,
      protocol: 'email',
      subject,
      message: textOf(html),
      html,
      attributes: {},
      messageId: randomUUID(),
      receivedAt: new Date().toISOString(),
    });
}

/** The text of a simple mail: a line for each paragraph and each break. */
function textOf(html: string): string {
  return html
    .replaceAll(/<\/p>|<br>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .trim();
}
