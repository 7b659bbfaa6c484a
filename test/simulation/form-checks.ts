import type { Entry } from '../../src/shipments/ledger.ts';
import { type Publication, idsOf } from './publication.ts';

/** Separates the messages of a publication that contains several in full. */
const separator = '\n---\n\n';
/** How many characters of a line are compared between two forms, as either may be cut. */
const compared = 60;

/** The messages that a publication contains in full. */
export function sectionsOf({ email }: Publication): readonly string[] {
  const [first, ...sections] = email.split(separator);
  return sections.length === 0 ? [first!] : sections;
}

/** A line in the characters of an SMS, so that all forms can be compared. */
function plainly(text: string): string {
  return text.replaceAll(' °C', ' C').replaceAll(/\s+/g, ' ').toLowerCase();
}

/** What a message begins with while an arrival waits to be confirmed. */
const question = /^seems to have arrived .*?confirm\? /;

/** How the forms of a publication differ in severity, shipment and content; a phrase per difference. */
export function formViolations(publication: Publication): string[] {
  const { subject, email, sms, notification, attributes } = publication;
  const { severity, shipment, kind, rule } = notification;
  const sections = sectionsOf(publication);
  const isMerged = sections.length > 1 || email.includes(separator);
  const line = plainly(subject.replace(/…$/, ''));
  const violations: string[] = [];
  const differs = (what: string): number => violations.push(`its forms differ in ${what}`);
  if (!email.includes(`Severity: ${severity}.`)) differs('severity');
  if (attributes['severity'] !== severity) differs('the attribute severity');
  if (attributes['shipment'] !== shipment || attributes['kind'] !== kind) differs('the attributes');
  if ((attributes['rule'] ?? null) !== rule) differs('the attribute rule');
  if (email !== notification.text || subject !== notification.subject) differs('text');
  // What happened stands before the shipment, or before the number of messages.
  const end = line.indexOf(isMerged ? ', and ' : ` ${plainly(shipment)} `);
  const happened = (end === -1 ? line.split(': ')[0]! : line.slice(0, end)).slice(0, compared);
  const inSms = plainly(sms);
  if (kind === 'arrived' && !isMerged) {
    if (!question.test(inSms)) differs('their question');
  } else {
    const said = inSms.replace(question, '');
    if (!said.startsWith(happened) && !isCut(said, happened))
      differs(`their line, "${happened}" and "${said}"`);
  }
  const heading = happened.replace(/[,:]$/, '').split(/, \d+ times$/)[0]!;
  if (!sections.some((section) => plainly(section).includes(heading))) differs('what they say');
  if (isMerged) violations.push(...mergedViolations(publication));
  else if (end === -1) differs('shipment');
  return violations;
}

/** Whether one text is the beginning of the other. A cut SMS ends with three dots, and every SMS with what to do. */
function isCut(sms: string, line: string): boolean {
  const [begins] = sms.split('...') as [string];
  return sms.includes('...') && (line.startsWith(begins) || begins.startsWith(line));
}

/** Messages that were merged into one are counted, listed one line each, and named. */
function mergedViolations(publication: Publication): string[] {
  const { email, subject } = publication;
  const ids = idsOf(publication);
  const shipments = [...new Set(ids.map((id) => id.slice(0, id.lastIndexOf('/'))))];
  // Only the first of very many are in full, and the check does not know how many.
  const said = email.includes(' in full:\n') ? null : sectionsOf(publication).length;
  const count = shipments.length > 1 ? `${shipments.length} shipments` : `${said ?? ''} messages`;
  const [first] = email.split('\n') as [string];
  const lines = email
    .split(separator)[0]!
    .split('\n')
    .filter((line) => line.startsWith('- '));
  return [
    ...(said === null ||
    (first.startsWith(`${count}, `) && (shipments.length === 1 || subject.includes(`: ${count}, `)))
      ? []
      : [`says "${first}", and is about ${count}`]),
    ...shipments
      .filter((shipment) => !lines.some((line) => line.includes(` ${shipment} `)))
      .map((shipment) => `does not list ${shipment}`),
  ];
}

/** Compares what machines receive about an entry with the ledger. */
export function machineViolations({ notification }: Publication, { fact, ...entry }: Entry): string[] {
  const { kind, shipment, device, rule, ledger, recordedAt, excursion } = notification;
  const own = 'excursion' in fact ? fact.excursion : null;
  const ownRule = own?.rule ?? ('rule' in fact ? fact.rule : null);
  const ownDevice = 'device' in fact ? fact.device : 'detectedBy' in fact ? fact.detectedBy : null;
  const pairs = [
    ['kind', kind, fact.kind],
    ['shipment', shipment, entry.shipment],
    ['device', device, ownDevice],
    ['rule', rule, ownRule],
    ['entry', `${ledger.sequence} ${ledger.hash}`, `${entry.sequence} ${entry.hash}`],
    ['recordedAt', recordedAt, iso(entry.recordedAt)],
    ...(own === null
      ? []
      : [
          [
            'excursion',
            JSON.stringify(excursion),
            JSON.stringify({
              id: own.id,
              from: iso(own.from),
              to: own.to === null ? null : iso(own.to),
              firedAt: iso(own.firedAt),
              observedSeconds: own.observedMs / 1000,
              peak: own.peak,
            }),
          ],
        ]),
    ...(own === null && excursion !== null ? [['rule of excursion', excursion.id === '', false]] : []),
  ];
  return pairs.flatMap(([what, is, should]) =>
    is === should ? [] : [`has ${String(what)} ${String(is)} for machines, the ledger has ${String(should)}`],
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
