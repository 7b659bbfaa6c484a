/** What is said of an alarm, on every page that shows one. */
export const alarmsTexts = {
  alarm: {
    unknown: 'Alarm: limits exceeded',
    /** "Too warm: 15.7 °C, above 15 °C for 1 h 52 min"; without the value where it is back or not known. */
    sentence: (wrong: string, value: string | null, limit: string) =>
      value === null ? `${wrong}: ${limit}` : `${wrong}: ${value}, ${limit}`,
    limits: {
      above: (limit: string) => `above ${limit}`,
      below: (limit: string) => `below ${limit}`,
      atLeast: (limit: string) => `at or above ${limit}`,
      atMost: (limit: string) => `at or below ${limit}`,
      outside: (low: string, high: string) => `outside ${low} to ${high}`,
    },
    tooFast: (channel: string) => `${channel} changes too fast`,
    outOfRange: (channel: string) => `${channel} out of range`,
    forTime: (duration: string) => `for ${duration}`,
    usedUp: 'for longer than allowed in total',
    back: (time: string) => `back within limits since ${time}`,
    unseen: (time: string) => `no reading since ${time}`,
    more: (n: number) => (n === 1 ? '1 more alarm' : `${n} more alarms`),
    acknowledge: 'Acknowledge',
    acknowledgeOf: (shipment: string) => `Acknowledge ${shipment}`,
    acknowledged: (by: string | null, ago: string, comment: string | null) =>
      `Acknowledged${by === null ? '' : ` by ${by}`} ${ago}${comment === null ? '' : `: “${comment}”`}`,
  },
} as const;
