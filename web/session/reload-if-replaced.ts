const storageKey = 'coldwatch.reloaded-for';

/**
 * Loads the page anew if a deployment has replaced it, because files of the previous one may be gone. It does so once
 * per deployment; what was typed is kept, as in any reload.
 */
export async function reloadIfReplaced(): Promise<void> {
  const deployed = await deployedScript();
  const own = scriptIn(document.documentElement.outerHTML);
  if (deployed === null || deployed === own) return;
  try {
    if (sessionStorage.getItem(storageKey) === deployed) return;
    sessionStorage.setItem(storageKey, deployed);
  } catch {
    // Without storage it could go on reloading for ever.
    return;
  }
  window.location.reload();
}

/** Returns the name of the script that the deployed document names; null where it cannot be reached. */
async function deployedScript(): Promise<string | null> {
  try {
    const response = await fetch('/', { cache: 'no-store' });
    return response.ok ? scriptIn(await response.text()) : null;
  } catch {
    return null;
  }
}

function scriptIn(html: string): string | null {
  return /\/assets\/index-[\w-]+\.js/.exec(html)?.[0] ?? null;
}
