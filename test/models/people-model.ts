import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { CognitoFault } from '../../local/cognito-user.ts';
import { people } from '../../local/demonstration/people.ts';
import { LocalPeople } from '../../local/people.ts';
import { LocalUserPool, type PoolMail } from '../../local/user-pool.ts';

/** The client's exceptions by name. */
const faults = { ...cognito } as unknown as Readonly<Record<string, typeof cognito.UserNotFoundException>>;

/** The id of the user pool in memory. */
export const userPoolId = 'us-east-1_model';

/** The sites of the user pool in memory. */
export const userPoolSites = ['north', 'south'];

/** A user pool in memory, with the people of the demonstration: the one of the local run, without its protocol. */
export class PeopleModel {
  readonly people = new LocalPeople(null, people);
  readonly mails: PoolMail[] = [];
  readonly signedOut: string[] = [];
  readonly #pool = new LocalUserPool({
    id: userPoolId,
    people: this.people,
    groups: ['logistics', 'pharmacist', 'operations', ...userPoolSites.map((site) => `site:${site}`)],
    policy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 3,
    },
    invitation: { subject: 'Invitation', text: '{username} {####}' },
    sendMail: (mail) => this.mails.push(mail),
    signOut: (username) => this.signedOut.push(username),
  });

  /** Executes a command of the client. */
  answer(command: string, input: object): unknown {
    try {
      return withDates(this.#pool.answer(command.replace(/Command$/, ''), input, Date.now()));
    } catch (error) {
      if (!(error instanceof CognitoFault)) throw error;
      const { type, message } = error;
      const Fault = faults[type]!;
      throw new Fault({ message, $metadata: { httpStatusCode: 400 } });
    }
  }
}

/** What the client makes of an answer: its times are dates. */
function withDates(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
    /^User\w*Date$/.test(key) ? new Date(Number(value) * 1000) : value,
  );
}
