import { bodyOf } from './address.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { type ActiveRule, route } from './rules-engine.ts';

/** What IoT Core takes in one message. */
const largestPayload = 128 * 1024;

/** Publishing over HTTPS, as functions do: `POST /topics/<topic>`. Topic rules run on it; nobody subscribes here. */
export async function startIotData(rules: readonly ActiveRule[]): Promise<LoopbackServer> {
  return serveLocally((request, response) => {
    const path = /^\/topics\/([^?]+)/.exec(request.url ?? '');
    const answer = (status: number, message: string): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message }));
    };
    if (request.method !== 'POST' || path === null)
      return answer(501, 'the local run knows publishing to a topic only');
    bodyOf(request, largestPayload).then(
      (payload) => {
        if (payload === null) return answer(413, 'a message holds 128 KiB at most');
        route(rules, decodeURIComponent(path[1]!), payload);
        return answer(200, 'OK');
      },
      (error: unknown) => answer(500, String(error)),
    );
  });
}
