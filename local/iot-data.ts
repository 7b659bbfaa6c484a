import { bodyOf } from './address.ts';
import type { Gate } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { faultOfPublished } from './publish-limits.ts';
import { type ActiveRule, route } from './rules-engine.ts';
import { serviceLimits } from './service-limits.ts';

/**
 * Accepts messages over HTTPS, as functions publish them: `POST /topics/<topic>`. Topic rules run on them; there are no
 * subscribers.
 */
export async function startIotData(rules: readonly ActiveRule[], callers: Gate): Promise<LoopbackServer> {
  return serveLocally(
    (request, response) => {
      const path = /^\/topics\/([^?]+)/.exec(request.url ?? '');
      const answer = (status: number, message: string): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ message }));
      };
      if (request.method !== 'POST' || path === null)
        return answer(501, 'the local run knows publishing to a topic only');
      bodyOf(request, serviceLimits.publishedBytes.limit)
        .then((payload) => {
          if (payload === null) return answer(413, 'the message is too large');
          const topic = decodeURIComponent(path[1]!);
          const fault = faultOfPublished(topic, payload);
          if (fault !== null) return answer(400, fault);
          // A message that no queue has stored is not acknowledged.
          route(rules, topic, payload);
          return answer(200, 'OK');
        })
        .catch((error: unknown) => answer(500, String(error)));
    },
    { refusalOf: callers },
  );
}
