/** How a message looks at first sight: what is wrong now, what to attend to, what is over, and everything else. */
export type Tone = 'alarm' | 'warning' | 'resolved' | 'neutral';

/** A link with the words that it is under. */
export type Link = { readonly words: string; readonly address: string };

/** What a message says, before it takes the form of a channel. */
export type MessageBody = {
  readonly tone: Tone;
  /** What somebody is asked before anything else; null if nothing. */
  readonly question: string | null;
  /** The first words, such as "Too warm now". */
  readonly heading: string;
  /** What happened, as a sentence. */
  readonly lead: string;
  /** Names and values; a value with an address is a link, as a telephone number is. */
  readonly rows: readonly (readonly [name: string, value: string, address?: string])[];
  /** Longer lists, each under its title. */
  readonly lists: readonly { readonly title: string; readonly items: readonly string[] }[];
  /** What people are asked to do; null if nothing is. */
  readonly todo: string | null;
  readonly link: Link | null;
  /** The fine print: what experts and auditors look for. */
  readonly fine: string;
};

/** A message to people in the form of each channel. */
export type WrittenMessage = {
  readonly subject: string;
  /** The mail as plain text, and as HTML. */
  readonly email: string;
  readonly html: string;
  readonly sms: string;
  readonly body: MessageBody;
};
