// Asks the service worker to keep the guide in one language, so that it works with the cable pulled.

const ROOT = new URL("../../", import.meta.url);

/**
 * @param {string} lang
 * @param {() => void} whenKept
 * @param {boolean} stories whether what reads stories is to be kept too
 */
export async function offline(lang, whenKept, stories = false) {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL("sw.js", ROOT), { scope: ROOT.pathname });
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data.kept) whenKept();
      else if (data.kept === false) registration.update();
    });
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ keep: lang, stories });
  } catch {
    // a private window, or storage that is full: the page works all the same while there is a network
  }
}
