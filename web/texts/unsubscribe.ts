export const unsubscribeTexts = {
  unsubscribe: {
    title: 'Stop these messages',
    what: 'Coldwatch will send no more messages to this address. Nobody else is affected.',
    button: 'Stop messages',
    stopping: 'Stopping…',
    done: 'Stopped. Nothing more is sent to this address.',
    again: 'To start again, sign in and open My alerts.',
  },
} as const;
