/** Where the command line waits for the answer of a sign-in. */
export const commandLineCallback = 'http://localhost:8765/callback';
