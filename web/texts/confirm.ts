/** The page that somebody outside the organisation opens by a link. */
export const confirmTexts = {
  confirmLane: {
    title: 'Receive messages about goods',
    what: 'Somebody who sends goods to you, or for you, wants Coldwatch to tell you about them: when they get too warm or too cold on the way and, if chosen, when they have arrived in good condition.',
    button: 'Yes, send me messages',
    confirming: 'Confirming…',
    done: (origin: string, destination: string) =>
      `Confirmed. You will be told of shipments from ${origin} to ${destination}.`,
    end: 'Each message has a link that stops them.',
  },
} as const;
