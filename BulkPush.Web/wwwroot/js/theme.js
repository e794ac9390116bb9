// Runs before the first paint, so that no page flashes in the wrong colours.
(() => {
  const key = "bulkpush.theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const choice = () => (["light", "dark"].includes(stored()) ? stored() : "system");
  const isDark = () => choice() === "dark" || (choice() === "system" && system.matches);
  const paint = () => { document.documentElement.dataset.theme = isDark() ? "dark" : "light"; };

  window.bulkPush = {
    start: () => ({ theme: choice(), isSystemDark: system.matches, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null }),
    setTheme: (value) => {
      try { localStorage.setItem(key, value); } catch { /* private windows may refuse; the choice then lasts for this page */ }
      paint();
    },
    markTheme: (dark) => { document.documentElement.dataset.theme = dark ? "dark" : "light"; },
  };
  system.addEventListener("change", paint);
  paint();
})();
