import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { FactList } from '../parts/fact-list.tsx';
import { type Profile, profileOf } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { profileTexts } from '../texts/profiles.ts';
import { CarrierContact } from './carrier-contact.tsx';
import { Milestone } from './milestone.tsx';
import type { Shown } from './shown.ts';

/** What was planned, and what happened. */
export function Facts({
  shown,
  profiles,
}: {
  shown: Shown;
  /** As far as they have been loaded. */
  profiles: readonly Profile[];
}): ReactNode {
  const { moment } = useFormats();
  const { shipment: words } = texts;
  const { profile, custody, lots, vehicle, carrier, audience, escalation, plan } = shown;
  const waypoints = plan.waypoints.map((place) => (typeof place === 'string' ? place : place.name));
  const rows: [string, ReactNode][] = [
    [words.goods, shown.goods],
    [words.lots, lots.join(', ')],
    [words.label, shown.sscc ?? words.noLabel],
    [words.from, shown.origin],
    [words.waypoints, waypoints.join(', ')],
    [words.to, shown.destination],
    [words.site, shown.site],
    [
      words.profile,
      <Link key="profile" href={`/profiles/${encodeURIComponent(profile.id)}/${profile.version}`}>
        {nameOf(profileOf(profiles, profile)) ?? profileTexts.named(profile.id, profile.version)}
      </Link>,
    ],
    [words.departed, <Milestone key="departed" shown={shown} milestone="departed" />],
    [words.arrived, <Milestone key="arrived" shown={shown} milestone="arrived" />],
    [words.custody, custody === null ? '' : `${custody.holder}, ${words.since(moment(custody.since))}`],
    [words.carrier, carrier === null ? '' : <CarrierContact key="carrier" carrier={carrier} />],
    [words.vehicle, vehicle ?? ''],
    [words.packaging, plan.packaging ?? ''],
    [words.informed, [...new Set([...audience, ...escalation])].join(', ') || words.nobody],
  ];
  return <FactList facts={rows} />;
}

/** The name of a profile, as the wizard offers it; undefined while it is loaded. */
function nameOf(loaded: Profile | undefined): string | undefined {
  const name = loaded?.profile['name'];
  return typeof name === 'string' ? name : undefined;
}
