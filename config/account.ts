import type { AccountSettings } from '../lib/account-stack.ts';

/** What an account and region has once, whatever stages stand in it: `cdk deploy -c stage=account`. */
export const account: AccountSettings = {
  // Who hears when an audit finds something about devices.
  operators: [],
};
