import type { Entry } from '../../src/shipments/ledger.ts';
import type { ProfileAsWritten } from '../independent/profile-as-written.ts';
import { loudestOf } from './alarms-by-design.ts';
import { formViolations, machineViolations, sectionsOf } from './form-checks.ts';
import { type Publication, idsOf } from './publication.ts';
import type { NotifiableByDesign } from './notifiable-by-design.ts';
import { wordingViolations } from './wording-checks.ts';

/** A shipment's ledger with the profile of its goods. */
export type LedgerWithProfile = { readonly entries: readonly Entry[]; readonly profile: ProfileAsWritten };

/**
 * What does not hold of the notifications that SNS got, by the ledgers of a world: to whom each went, how loud it was,
 * what it says, and whether everybody heard of what they should, and of nothing else. Shares no code with the product.
 */
export function notificationViolations(
  published: readonly Publication[],
  ledgers: readonly LedgerWithProfile[],
  syncMarkOf: readonly (readonly NotifiableByDesign[])[],
): string[] {
  const told = new Map<string, NotifiableByDesign & { profile: ProfileAsWritten }>();
  for (const [index, { profile }] of ledgers.entries())
    for (const each of syncMarkOf[index]!)
      told.set(`${each.entry.shipment}/${each.entry.sequence}`, { ...each, profile });
  const heard = new Set(published.flatMap(idsOf));
  const violations = [...told.keys()]
    .filter((id) => !heard.has(id))
    .map((id) => `${id} is news, and nobody heard of it`);
  for (const publication of published) {
    const ids = idsOf(publication);
    const strange = ids.filter((id) => !told.has(id));
    if (strange.length > 0) violations.push(`${strange.join()} is no news, and people heard of it`);
    const parts = ids.flatMap((id) => told.get(id) ?? []);
    const own = publicationViolations(publication, parts, (part) => told.get(part)!.profile);
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
  const severity = loudestOf(parts.map((part) => part.severity));
  if (notification.severity !== severity)
    violations.push(`is ${notification.severity}, the loudest in it ${severity}`);
  const heardBy = JSON.parse(attributes['audience'] ?? '[]') as string[];
  const sections = sectionsOf(publication);
  const speaks = parts.find(({ entry }) => isOf(notification.id, entry));
  if (speaks === undefined) violations.push(`has the name of ${notification.id}, which is not in it`);
  else violations.push(...machineViolations(publication, speaks.entry));
  for (const part of parts) {
    const { entry, audience, mayHear } = part;
    const id = `${entry.shipment}/${entry.sequence}`;
    if (at < entry.recordedAt) violations.push(`came before ${id}`);
    const missed = audience.filter((each) => !heardBy.includes(each));
    const others = heardBy.filter((each) => !mayHear.includes(each));
    if (missed.length > 0) violations.push(`did not go to ${missed.join()} for ${id}`);
    if (others.length > 0) violations.push(`went to ${others.join()} for ${id}, whom it does not concern`);
    const section = sections.find((each) => each.includes(entry.hash.slice(0, 16)));
    if (section !== undefined) violations.push(...wordingViolations(section, part, profileOf(id)));
    else if (!isSpokenFor(part, parts)) violations.push(`does not say ${id}`);
  }
  const entries = parts.map(({ entry }) => entry.hash.slice(0, 16));
  if (sections.some((section) => !entries.some((hash) => section.includes(hash))))
    violations.push('says something that is not among its entries');
  return violations;
}

function isOf(id: string, { shipment, sequence }: Entry): boolean {
  return id === `${shipment}/${sequence}`;
}

/** An excursion of a rule says nothing of its own beside one of the same rule that goes on. */
function isSpokenFor({ entry, rule }: NotifiableByDesign, parts: readonly NotifiableByDesign[]): boolean {
  return (
    entry.fact.kind === 'excursion-opened' &&
    parts.some((each) => each.isLive && each.rule === rule && each.entry.shipment === entry.shipment)
  );
}
