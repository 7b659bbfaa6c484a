export const unsubscribeTexts = {
  unsubscribe: {
    title: 'Stop these messages',
    what: 'Messages of Coldwatch to this address end. Nobody else is affected.',
    button: 'Stop messages',
    stopping: 'Stopping…',
    done: 'Stopped. Nothing more is sent to this address.',
    again: 'To start again, sign in and open My alerts.',
  },
} as const;
