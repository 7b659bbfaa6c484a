import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { FactList } from '../parts/fact-list.tsx';
import { goodsOf } from '../../src/model/product.ts';
import { type Profile, profileOf } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { productTexts } from '../texts/products.ts';
import { profileTexts } from '../texts/profiles.ts';
import { CarrierContact } from './carrier-contact.tsx';
import { Milestone } from './milestone.tsx';
import { ProductList, nameOf } from './product-list.tsx';
import type { Shown } from './shown.ts';

type Row = [string, ReactNode];

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
  const { products = [] } = plan;
  const rows: Row[] = [
    ...(products.length === 0
      ? [[words.goods, shown.goods] satisfies Row, [words.lots, lots.join(', ')] satisfies Row]
      : [
          [words.goods, shown.goods === goodsOf(products) ? '' : shown.goods] satisfies Row,
          [
            productTexts.title,
            <ProductList key="products" products={products} profiles={profiles} />,
          ] satisfies Row,
        ]),
    [words.label, shown.sscc ?? words.noLabel],
    [words.from, shown.origin],
    [words.waypoints, waypoints.join(', ')],
    [words.to, shown.destination],
    [words.site, shown.site],
    [
      words.profile,
      products.length === 0 ? (
        <Link key="profile" href={`/profiles/${encodeURIComponent(profile.id)}/${profile.version}`}>
          {nameOf(profileOf(profiles, profile)) ?? profileTexts.named(profile.id, profile.version)}
        </Link>
      ) : (
        ''
      ),
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
