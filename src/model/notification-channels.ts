/** The ways in which people and machines receive notifications, by the name of the protocol in SNS. */
export const notificationChannels = {
  email: { endpoint: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, endpointInWords: 'a mail address' },
  sms: { endpoint: /^\+[1-9]\d{6,14}$/, endpointInWords: 'a telephone number as +441632960123' },
  https: { endpoint: /^https:\/\/[^\s/]+\S*$/, endpointInWords: 'an address that begins with https://' },
} as const satisfies {
  readonly [channel: string]: {
    /** The form of an endpoint, and what to write, for messages. */
    readonly endpoint: RegExp;
    readonly endpointInWords: string;
  };
};
export type NotificationChannel = keyof typeof notificationChannels;

export const notificationChannelNames = Object.keys(notificationChannels) as readonly NotificationChannel[];
