import { bodyOf } from './address.ts';
import { CognitoFault } from './cognito-user.ts';
import type { Gate } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import type { LocalUserPool } from './user-pool.ts';

const target = /^AWSCognitoIdentityProviderService\.(\w+)$/;

/** Serves the calls of Cognito's API that manage people, in its protocol (JSON 1.1). */
export async function startIdentityControl(pool: LocalUserPool, callers: Gate): Promise<LoopbackServer> {
  return serveLocally(
    (request, response) => {
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(body));
      };
      bodyOf(request, 100_000)
        .then((body) => {
          const operation = target.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
          const input = JSON.parse(body?.toString('utf8') ?? '{}') as object;
          return answer(200, pool.answer(operation, input, Date.now()) as object);
        })
        .catch((error: unknown) => {
          if (error instanceof CognitoFault)
            return answer(400, { __type: error.type, message: error.message });
          return answer(500, { __type: 'InternalErrorException', message: String(error) });
        });
    },
    { refusalOf: callers },
  );
}
