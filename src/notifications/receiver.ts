/** For whom a message is worded: times are local to the zone, and links lead to the page. */
export type Receiver = {
  /** The IANA name of the receiver's time zone, such as "Europe/Zurich". */
  readonly zone: string;
  /** The page's address without a slash at its end; null for receivers outside, who cannot sign in to it. */
  readonly pageAddress: string | null;
  /** Where a click ends this receiver's mails; left out where the mail has another way. */
  readonly unsubscribeAddress?: string;
};
