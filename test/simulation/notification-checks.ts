import type { Entry } from '../../src/shipments/ledger.ts';
import type { ProfileAsWritten } from '../independent/profile-as-written.ts';
import { highestSeverityOf } from './alarms-by-design.ts';
import { formViolations, machineViolations, sectionsOf } from './form-checks.ts';
import { type Publication, idsOf } from './publication.ts';
import type { NotifiableByDesign } from './notifiable-by-design.ts';
import { wordingViolations } from './wording-checks.ts';

/** A shipment's ledger with the profile of its goods. */
export type LedgerWithProfile = { readonly entries: readonly Entry[]; readonly profile: ProfileAsWritten };

/**
 * Checks the notifications published to SNS against the ledgers of a world: the audience, severity and content of each,
 * and that every notifiable entry was notified and nothing else. Shares no code with the product.
 */
export function notificationViolations(
  published: readonly Publication[],
  ledgers: readonly LedgerWithProfile[],
  expectedOf: readonly (readonly NotifiableByDesign[])[],
): string[] {
  const expected = new Map<string, NotifiableByDesign & { profile: ProfileAsWritten }>();
  for (const [index, { profile }] of ledgers.entries())
    for (const each of expectedOf[index]!)
      expected.set(`${each.entry.shipment}/${each.entry.sequence}`, { ...each, profile });
  const notified = new Set(published.flatMap(idsOf));
  const violations = [...expected.keys()]
    .filter((id) => !notified.has(id))
    .map((id) => `${id} was not notified`);
  for (const publication of published) {
    const ids = idsOf(publication);
    const strange = ids.filter((id) => !expected.has(id));
    if (strange.length > 0) violations.push(`${strange.join()} was notified, and should not have been`);
    const parts = ids.flatMap((id) => expected.get(id) ?? []);
    const own = publicationViolations(publication, parts, (part) => expected.get(part)!.profile);
    violations.push(...own.map((each) => `the notification of ${ids.slice(0, 3).join()} ${each}`));
  }
  return violations;
}

function publicationViolations(
  publication: Publication,
  parts: readonly NotifiableByDesign[],
  profileOf: (id: string) => ProfileAsWritten,
): string[] {
  const { at, notification, attributes } = publication;
  const violations = formViolations(publication);
  const severity = highestSeverityOf(parts.map((part) => part.severity));
  if (notification.severity !== severity)
    violations.push(`is ${notification.severity}, its most severe entry is ${severity}`);
  const recipients = JSON.parse(attributes['audience'] ?? '[]') as string[];
  const sections = sectionsOf(publication);
  const named = parts.find(({ entry }) => isOf(notification.id, entry));
  if (named === undefined) violations.push(`has the id ${notification.id}, which is not among its entries`);
  else violations.push(...machineViolations(publication, named.entry));
  for (const part of parts) {
    const { entry, audience, mayReceive } = part;
    const id = `${entry.shipment}/${entry.sequence}`;
    if (at < entry.recordedAt) violations.push(`was sent before ${id} was recorded`);
    const missed = audience.filter((each) => !recipients.includes(each));
    const others = recipients.filter((each) => !mayReceive.includes(each));
    if (missed.length > 0) violations.push(`did not go to ${missed.join()} for ${id}`);
    if (others.length > 0) violations.push(`went to ${others.join()} for ${id}, which does not concern them`);
    const section = sections.find((each) => each.includes(entry.hash.slice(0, 16)));
    if (section !== undefined) violations.push(...wordingViolations(section, part, profileOf(id)));
    else if (!isSpokenFor(part, parts)) violations.push(`says nothing about ${id}`);
  }
  const entries = parts.map(({ entry }) => entry.hash.slice(0, 16));
  if (sections.some((section) => !entries.some((hash) => section.includes(hash))))
    violations.push('says something that none of its entries does');
  return violations;
}

function isOf(id: string, { shipment, sequence }: Entry): boolean {
  return id === `${shipment}/${sequence}`;
}

/** An ended excursion of a rule needs no text of its own next to an ongoing one of the same rule. */
function isSpokenFor({ entry, rule }: NotifiableByDesign, parts: readonly NotifiableByDesign[]): boolean {
  return (
    entry.fact.kind === 'excursion-opened' &&
    parts.some((each) => each.isLive && each.rule === rule && each.entry.shipment === entry.shipment)
  );
}
