import { foldText } from '../shipments/fold-text.ts';

/** What shipments are counted by. The names are those of the plan. */
export type Cell = {
  readonly site: string;
  /** The month of the end in UTC, as 2026-11. */
  readonly month: string;
  readonly origin: string;
  readonly destination: string;
  /** Null where the plan names none, like the packaging. */
  readonly carrier: string | null;
  readonly packaging: string | null;
};

/** The month in UTC of a time in epoch milliseconds, as 2026-11. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** The months from one to another, both included, in their order. */
export function monthsFrom(first: string, last: string): string[] {
  const months: string[] = [];
  for (let at = Date.parse(`${first}-01T00:00Z`); monthOf(at) <= last; at = nextMonth(at))
    months.push(monthOf(at));
  return months;
}

/** The month so many months before or, below 0, after another. */
export function monthBefore(month: string, months: number): string {
  const [year, index] = month.split('-').map(Number) as [number, number];
  return monthOf(Date.UTC(year, index - 1 - months, 1));
}

function nextMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** A name without the differences that do not matter: case, accents, and spaces at its ends or repeated. */
export function foldedName(name: string | null): string | null {
  return name === null ? null : foldText(name).replaceAll(/\s+/gu, ' ').trim();
}

/** Identifies the lane, carrier and packaging of a cell, however their names are typed. */
export function cellId({ origin, destination, carrier, packaging }: Cell): string {
  return JSON.stringify([origin, destination, carrier, packaging].map(foldedName));
}
