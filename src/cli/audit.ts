import { moment } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { momentOf } from './options.ts';

type AuditOptions = ApiOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly site?: string;
  readonly shipment?: string;
  readonly by?: string;
  readonly kind?: string;
};

/** Yields the entries of the audit trail that have all these words, the newest first. Times without a zone are in UTC. */
export async function* audit(words: readonly string[], options: AuditOptions): AsyncGenerator<string> {
  const timeOf = (option: '--from' | '--to', text: string | undefined): string | undefined => {
    const at = momentOf(option, text, 'UTC');
    return at === null ? undefined : new Date(at).toISOString();
  };
  const { site, shipment, by, kind } = options;
  const query = {
    from: timeOf('--from', options.from),
    to: timeOf('--to', options.to),
    site,
    shipment,
    by,
    kind,
    words: words.length === 0 ? undefined : words.join(' '),
    limit: 100,
  };
  const api = await apiOf(options, 'listAudit');
  let isEmpty = true;
  for await (const row of api.all('listAudit', { query })) {
    isEmpty = false;
    const entry = row.shipment === null ? 'system' : `${row.shipment} ${row.sequence}`;
    const why = row.why === null || row.why === '' ? '' : `, ${row.why}`;
    yield `${moment(Date.parse(row.at))}  ${entry}  ${row.by}: ${row.what}${why}`;
  }
  if (isEmpty) yield 'No entries.';
}
