// Draws each breakdown's chart from the table behind it; without this script the tables stand in the charts' place.
(() => {
  const MOST = 10;
  const LINE = { received: 46, open: 34 };
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const print = document.querySelector("[data-print]");
  if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
  // Paper is light: the brand colour that is made for dark pages would be too pale on it.
  const root = document.documentElement;
  let shown = root.dataset.bsTheme;
  window.addEventListener("beforeprint", () => { shown = root.dataset.bsTheme; root.dataset.bsTheme = "light"; });
  window.addEventListener("afterprint", () => { root.dataset.bsTheme = shown; });
  if (!window.Chart) return;

  const rowsOf = (table) => [...table.tBodies[0].rows].map((row) => {
    const values = [...row.querySelectorAll("[data-figure]")].map((cell) => [cell.dataset.figure, Number(cell.dataset.value)]);
    return { name: row.cells[0].textContent.trim(), ...Object.fromEntries(values) };
  });
  const datasets = (drawn, rows) => drawn === "open"
    ? [
      { label: "ยังไม่ถึงกำหนด", data: rows.map((row) => row.open - row.overdue), colour: "--brand", stack: "one" },
      { label: "เกินกำหนด", data: rows.map((row) => row.overdue), colour: "--late", stack: "one" },
    ]
    : [
      { label: "สัปดาห์นี้", data: rows.map((row) => row.received), colour: "--brand" },
      { label: "สัปดาห์ก่อน", data: rows.map((row) => row.previous), colour: "--line-strong", thin: true },
    ];

  // The figure itself at the end of its bar: nobody has to follow a line to an axis.
  const labels = {
    id: "labels",
    afterDatasetsDraw(chart) {
      const { ctx, data } = chart;
      const stacked = Boolean(data.datasets[0].stack);
      const write = (text, bar, colour, weight) => {
        ctx.fillStyle = css(colour);
        ctx.font = `${weight} 14px ${Chart.defaults.font.family}`;
        ctx.fillText(text.toLocaleString("en"), bar.x + 6, bar.y);
      };
      ctx.save();
      ctx.textBaseline = "middle";
      data.labels.forEach((_, index) => {
        const bars = data.datasets.map((set, at) => chart.getDatasetMeta(at).data[index]);
        const values = data.datasets.map((set) => set.data[index]);
        if (stacked) {
          write(values[0] + values[1], bars[1], "--ink", 600);
        } else {
          write(values[0], bars[0], "--ink", 600);
          write(values[1], bars[1], "--ink-2", 400);
        }
      });
      ctx.restore();
    },
  };

  const options = (stacked) => ({
    indexAxis: "y", maintainAspectRatio: false, animation: false, events: [],
    layout: { padding: { right: 44 } },
    plugins: { legend: { align: "start", labels: { boxWidth: 12, boxHeight: 12, color: css("--ink-2") } }, tooltip: { enabled: false } },
    scales: {
      x: { display: false, beginAtZero: true, stacked },
      y: { stacked, grid: { display: false }, border: { display: false }, ticks: { autoSkip: false, color: css("--ink"), crossAlign: "far" } },
    },
  });

  // Long names break between words, also where Thai has no blanks.
  const words = new Intl.Segmenter("th", { granularity: "word" });
  const measure = document.createElement("canvas").getContext("2d");
  const inLines = (name, width) => {
    measure.font = `14px ${Chart.defaults.font.family}`;
    const lines = [""];
    let bracket = "";
    for (const { segment: found } of words.segment(name)) {
      const segment = bracket + found;
      bracket = found === "(" ? found : "";
      if (bracket) continue;
      const longer = lines.at(-1) + segment;
      if (lines.at(-1) && measure.measureText(longer).width > width) lines.push(segment.trimStart());
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };

  const draw = (figure) => {
    const table = figure.querySelector("table");
    if (!table) return null;
    const drawn = figure.dataset.drawn;
    const all = rowsOf(table).filter((row) => row[drawn] || (drawn === "received" && row.previous));
    const rows = all.sort((one, other) => other[drawn] - one[drawn]).slice(0, MOST);
    const box = figure.querySelector(".chart");
    if (!rows.length) return null;
    box.hidden = false;
    box.style.height = `${rows.length * LINE[drawn] + 48}px`;
    const width = Math.max(box.clientWidth * 0.38, 90);
    const sets = datasets(drawn, rows).map(({ colour, thin, ...set }) => ({
      ...set, backgroundColor: css(colour), borderRadius: 2, barPercentage: thin ? 0.6 : 0.9, categoryPercentage: 0.8, minBarLength: 2,
    }));
    const rest = figure.querySelector(".chart-rest");
    rest.textContent = all.length > MOST ? `อีก ${all.length - MOST} รายการอยู่ในตาราง` : "";
    return new Chart(box.firstElementChild, {
      type: "bar", data: { labels: rows.map((row) => inLines(row.name, width)), datasets: sets }, options: options(drawn === "open"), plugins: [labels],
    });
  };

  const addSwitch = (figure) => {
    const [chart, rest, behind] = [".chart", ".chart-rest", ".behind"].map((part) => figure.querySelector(part));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    const show = (table) => {
      behind.hidden = !table;
      chart.hidden = table;
      rest.hidden = table || !rest.textContent;
      button.textContent = table ? "ดูแผนภูมิ" : "ดูตาราง";
      button.setAttribute("aria-expanded", String(table));
    };
    button.addEventListener("click", () => show(behind.hidden));
    figure.querySelector("figcaption").append(button);
    show(false);
  };

  document.fonts.ready.then(() => {
    Chart.defaults.font.family = css("--tblr-font-sans-serif") || "Sarabun, sans-serif";
    Chart.defaults.font.size = 14;
    const figures = [...document.querySelectorAll(".breakdown")];
    let charts = figures.map(draw);
    figures.forEach((figure, at) => { if (charts[at]) addSwitch(figure); });
    new MutationObserver(() => {
      charts.forEach((chart) => chart?.destroy());
      const hidden = figures.map((figure) => figure.querySelector(".chart")?.hidden);
      charts = figures.map(draw);
      figures.forEach((figure, at) => { if (charts[at]) figure.querySelector(".chart").hidden = hidden[at]; });
    }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  });
})();
