import type { AccountSettings } from '../lib/account-stack.ts';

/** Everything that exists once per account and region, shared by all its stages: `cdk deploy -c stage=account`. */
export const account: AccountSettings = {
  // Mail addresses that are notified when an audit reports a problem with devices.
  operators: [],
};
