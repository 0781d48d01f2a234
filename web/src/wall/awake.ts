/** Keeps the screen awake while it is shown, where the browser can; asks again whenever the page comes back. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let stopped = false;
  async function ask(): Promise<void> {
    if (document.visibilityState !== 'visible' || stopped || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
    } catch {
      // Low battery or a policy of the device: the wall works all the same.
    }
  }
  const again = (): void => void ask();
  document.addEventListener('visibilitychange', again);
  void ask();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
}
