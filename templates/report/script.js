(() => {
  const fieldset = document.querySelector(".filters");
  const note = document.getElementById("filter-note");
  const text = document.getElementById("filter-text");
  const state = document.getElementById("filter-state");
  const rows = [...document.querySelectorAll(".matrix tbody")];
  if (rows.length > 0) fieldset.hidden = false;

  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits =
        (wanted === "" || row.textContent.toLowerCase().includes(wanted)) &&
        (state.value === "" || row.querySelector(".state." + state.value) !== null);
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const chunk of document.querySelectorAll(".chunk"))
      chunk.hidden = chunk.querySelector("tbody:not([hidden])") === null;
    note.textContent =
      shown === rows.length ? "" : "Filtered: " + shown + " of " + rows.length + " resources are shown.";
  };
  text.addEventListener("input", filter);
  state.addEventListener("change", filter);
  document.getElementById("filter-clear").addEventListener("click", () => {
    text.value = "";
    state.value = "";
    filter();
  });

  // Sorting moves rows between the tables, so that it holds for all of them.
  const tables = [...document.querySelectorAll(".matrix")];
  const sizes = tables.map((table) => table.tBodies.length);
  const sort = (column, direction) => {
    const key = (row) => row.rows[0].cells[column].textContent;
    const order = new Map(rows.map((row) => [row, key(row)]));
    const sorted = [...rows].sort((a, b) => {
      const left = order.get(a);
      const right = order.get(b);
      return left === right ? 0 : (left < right ? -1 : 1) * direction;
    });
    let next = 0;
    tables.forEach((table, index) => {
      table.append(...sorted.slice(next, next + sizes[index]));
      next += sizes[index];
    });
  };
  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.setAttribute("aria-label", "Sort by " + head.textContent);
      head.append(button);
      button.addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of document.querySelectorAll(".matrix th[aria-sort]")) other.removeAttribute("aria-sort");
        for (const each of tables)
          each.tHead.rows[0].cells[column].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        sort(column, direction);
      });
    });
  }

  // On a small screen the answer comes before the contents.
  const contents = document.querySelector(".contents details");
  const small = matchMedia("(max-width: 40rem)");
  const fold = () => {
    contents.open = !small.matches;
  };
  small.addEventListener("change", fold);
  fold();

  // What is skipped while it is not on the screen has a guessed height; the target is where it was only afterwards.
  const settle = (left) => {
    const name = location.hash.slice(1);
    const target = name === "" ? null : document.getElementById(name);
    if (target === null || left === 0) return;
    target.scrollIntoView();
    requestAnimationFrame(() => settle(left - 1));
  };
  addEventListener("hashchange", () => settle(12));
  settle(12);

  // For browsers that print a closed <details> closed.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open], .record)")) {
      details.open = true;
      details.dataset.closed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-closed]")) {
      details.open = false;
      delete details.dataset.closed;
    }
  });
})();
