// Before the first paint: the reader's choice of light or dark, if one was made here.
(function () {
  try {
    var choice = localStorage.getItem('ascribe.theme');
    if (choice === 'light' || choice === 'dark') {
      document.documentElement.dataset.theme = choice;
    }
  } catch {
    // Storage may be refused; the system's preference holds.
  }
})();
