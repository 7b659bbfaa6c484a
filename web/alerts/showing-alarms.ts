/** Whether new alarms are shown on the screen: as the person chose in this browser, if the browser allows it. */
export type ShowingAlarms = 'on' | 'off' | 'blocked' | 'unsupported';

const storageKey = (username: string): string => `coldwatch.show-alarms.${username}`;

/** Returns whether new alarms are shown on the screen to a person in this browser. */
export function showingAlarms(username: string): ShowingAlarms {
  if (!('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return isShowingAlarms(username) ? 'on' : 'off';
}

/** Returns whether the person chose it and the browser allows it. */
export function isShowingAlarms(username: string): boolean {
  try {
    return Notification.permission === 'granted' && localStorage.getItem(storageKey(username)) === 'yes';
  } catch {
    // A browser without notifications or storage.
    return false;
  }
}

/** Asks the browser for permission, which it grants only at a click, and shows `example` once. Returns the outcome. */
export async function startShowingAlarms(username: string, example: string): Promise<ShowingAlarms> {
  if ((await Notification.requestPermission()) === 'granted') {
    try {
      new Notification(example, { tag: 'coldwatch example' });
      localStorage.setItem(storageKey(username), 'yes');
    } catch {
      // Browsers of telephones let only a service worker show them.
      return 'unsupported';
    }
  }
  return showingAlarms(username);
}

/** Shows no further alarms to a person in this browser. */
export function stopShowingAlarms(username: string): void {
  localStorage.removeItem(storageKey(username));
}
