import type * as z from 'zod/mini';
import type {
  SourceChange,
  SourceSettings,
  SourceSummary,
  SourceTransport,
  StoredMapping,
  StoredSource,
} from '../../model/source.ts';
import type * as answers from '../routes/responses.ts';
import { iso, isoOrNull } from './to-responses.ts';

/** Where sources send to: the address of the API, and the root of the topics. */
export type SourceEntrances = { readonly endpoint: string; readonly topicRoot: string };

/** Where a source sends to: an address, or a topic. */
export function sendsTo(
  { endpoint, topicRoot }: SourceEntrances,
  { name, transport }: { readonly name: string; readonly transport: SourceTransport },
): string {
  return transport === 'https'
    ? `${endpoint}/api/ingest/${encodeURIComponent(name)}`
    : `${topicRoot}/${name}/gateway`;
}

/** A source as lists show it. */
export function toSourceResponse(
  source: StoredSource | SourceSummary,
): z.output<typeof answers.sourceListed> {
  return {
    source: source.name,
    transport: source.transport,
    description: source.description,
    authentication: source.authentication,
    messagesPerMinute: source.messagesPerMinute,
    silentAfterSeconds: source.silentAfterMs / 1000,
    audience: [...source.audience],
    mapping: 'mappingVersion' in source ? source.mappingVersion : (source.mapping?.version ?? null),
    createdBy: source.createdBy,
    createdAt: iso(source.createdAt),
    silentSince: isoOrNull(source.silentSince),
    retiredAt: isoOrNull(source.retiredAt),
  };
}

/** A version of a source's mapping. */
export function toMappingResponse(
  source: string,
  { version, sha256, content, writtenBy, approvedBy, approvedAt }: StoredMapping,
): z.output<typeof answers.sourceMapping> {
  return {
    source,
    version,
    sha256,
    content: { ...content },
    writtenBy,
    approvedBy,
    approvedAt: isoOrNull(approvedAt),
  };
}

/** A change of a source. */
export function toChangeResponse({
  at,
  by,
  before,
  after,
  retiredFor,
}: SourceChange): z.output<typeof answers.sourceShown>['changes'][number] {
  return { at: iso(at), by, before: settingsOf(before), after: settingsOf(after), retiredFor };
}

function settingsOf({ silentAfterMs, audience, ...settings }: Partial<SourceSettings>) {
  return {
    ...settings,
    ...(silentAfterMs !== undefined && { silentAfterSeconds: silentAfterMs / 1000 }),
    ...(audience !== undefined && { audience: [...audience] }),
  };
}
