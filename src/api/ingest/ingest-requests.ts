import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger, metrics } from '../../runtime/observability.ts';
import { notAccepted } from './ingest-answers.ts';

type Accept = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const retryAfterSeconds = 10;

/**
 * The middleware chain of the function that accepts the messages of sources. Its requests have no person, and where a
 * table or the queue fails, the sender is asked to send again. Accepted requests are logged by the gateway alone: a
 * line of ours would cost as much as a twentieth of a message.
 */
export function ingestRequests(accept: Accept) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger))
    .handler(async (event: APIGatewayProxyEventV2) => {
      try {
        return await accept(event);
      } catch (error) {
        logger.error('a message of a source could not be accepted', {
          source: event.pathParameters?.['source'] ?? '',
          error: error as Error,
        });
        return notAccepted(503, 'The message could not be stored; send it again.', retryAfterSeconds);
      } finally {
        // Counted only where something was refused, so that accepted requests write no line.
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      }
    });
}
