'use strict';
(() => {
  const numbers = JSON.parse(document.getElementById('numbers').textContent);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const kinds = { primary: 'two', replica: 'one', redis: 'three', node: 'four' };
  const colorOf = target => color(kinds[target.split('-')[0]] || 'quiet');
  const end = Math.max(1, ...numbers.at.map(at => at + 1), ...numbers.faults.map(fault => fault.end));
  const ROW = 30;
  let width = 1;
  let charts = [];

  /* A gray area for each fault and a line for each violation, behind the lines. */
  const background = chart => {
    const { ctx, bbox } = chart;
    const x = at => Math.min(Math.max(chart.valToPos(at, 'x', true), bbox.left), bbox.left + bbox.width);
    ctx.save();
    ctx.fillStyle = color('shade');
    numbers.faults.forEach(fault =>
      ctx.fillRect(x(fault.start), bbox.top, Math.max(1, x(fault.end) - x(fault.start)), bbox.height));
    ctx.restore();
  };
  const violations = chart => {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.fillStyle = color('bad');
    numbers.violations
      .map(at => chart.valToPos(at, 'x', true))
      .filter(x => x >= bbox.left && x <= bbox.left + bbox.width)
      .forEach(x => ctx.fillRect(x - uPlot.pxRatio, bbox.top, 2 * uPlot.pxRatio, bbox.height));
    ctx.restore();
  };

  /* One row for each server, one bar for each fault. */
  const bars = chart => {
    const { ctx, bbox } = chart;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    numbers.faults.forEach(fault => {
      const row = numbers.targets.length - 1 - numbers.targets.indexOf(fault.target);
      const middle = chart.valToPos(row, 'y', true);
      const from = chart.valToPos(fault.start, 'x', true);
      const wide = Math.max(3 * ratio, chart.valToPos(fault.end, 'x', true) - from);
      ctx.fillStyle = colorOf(fault.target);
      ctx.fillRect(from, middle - 10 * ratio, wide, 20 * ratio);
      if (ctx.measureText(fault.fault).width + 8 * ratio < wide) {
        ctx.fillStyle = color('page');
        ctx.fillText(fault.fault, from + 4 * ratio, middle);
      }
    });
    ctx.restore();
  };

  const readout = document.getElementById('readout');
  const show = chart => {
    if (chart.cursor.left < 0 || chart.cursor.event === null) return;
    const at = chart.posToVal(chart.cursor.left, 'x');
    const active = numbers.faults.filter(fault => fault.start <= at && at <= fault.end);
    readout.textContent = `At ${at.toFixed(1)} s: ` + (active.length === 0 ? 'no fault' :
      active.map(fault => `${fault.fault} at ${fault.target} (${fault.start.toFixed(1)} to ${fault.end.toFixed(1)} s)`)
        .join(', '));
  };

  const axes = more => [
    { stroke: color('text'), grid: { stroke: color('line') }, ticks: { stroke: color('line') },
      values: (_, splits) => splits.map(split => split + ' s') },
    { stroke: color('text'), grid: { stroke: color('line') }, ticks: { stroke: color('line') }, size: 76, ...more },
  ];
  const shown = unit => (_, value) => value == null ? '–' : (+value.toFixed(2)) + unit;
  const line = (label, name, unit, dash) => ({
    label, stroke: color(name), width: 2, dash, points: { show: numbers.at.length < 2 }, value: shown(unit), spanGaps: false,
  });
  const options = (height, series, y, axis, hooks = {}) => ({
    width: 300, height, series: [{ label: 'time', value: shown(' s') }, ...series],
    scales: { x: { time: false, range: (chart, min, max) => min == null ? [0, end] : [min, max] }, y },
    axes: axes(axis),
    cursor: { sync: { key: 'time' }, drag: { x: true, y: false } },
    hooks: { drawClear: [background], draw: [violations], setCursor: [show], ...hooks },
  });
  const seconds = value => value + ' s';

  const stacked = () => {
    let below = numbers.at.map(() => 0);
    return Object.values(numbers.failures).map(counts => below = counts.map((count, i) => count + below[i]));
  };

  const make = () => {
    const rows = numbers.targets.length;
    const draw = (id, opts, data) => {
      const element = document.getElementById(id);
      element.replaceChildren();
      element.style.width = width * 100 + '%';
      const chart = new uPlot({ ...opts, width: element.clientWidth }, data, element);
      chart.setScale('x', { min: 0, max: end });
      charts.push(chart);
    };
    charts.forEach(chart => chart.destroy());
    charts = [];
    draw('chart-faults', {
      ...options(rows * ROW + 50, [{ label: 'faults', show: false }],
        { range: () => [-.5, rows - .5] },
        { splits: () => numbers.targets.map((_, i) => i), values: () => [...numbers.targets].reverse(), grid: { show: false } },
        { drawClear: [], draw: [bars, violations] }),
      legend: { show: false },
    }, [numbers.at, numbers.at.map(() => null)]);
    const replicas = Object.keys(numbers.lag);
    draw('chart-lag', options(220, replicas.map((name, i) => line(name, ['one', 'two', 'three'][i % 3], ' s', i ? [6, 3] : [])),
      { range: (_, min, max) => [0, Math.max(1, max || 0)] }, { values: (_, v) => v.map(seconds) }),
    [numbers.at, ...replicas.map(name => numbers.lag[name])]);
    draw('chart-share', options(200, [line('reads on replicas', 'one', ' %')],
      { range: () => [0, 100] }, { values: (_, v) => v.map(value => value + ' %') }), [numbers.at, numbers.share]);
    draw('chart-latency', options(220, [line('median', 'one', ' ms'), line('99th percentile', 'two', ' ms', [6, 3])],
      { distr: 3, range: (_, min, max) => [1, Math.max(100, 10 ** Math.ceil(Math.log10(max || 1)))] },
      { splits: (_, axis, min, max) => powers.filter(power => power >= min && power <= max),
        values: (_, v) => v.map(value => value + ' ms') }),
    [numbers.at, numbers.median.map(atLeastOne), numbers.slow.map(atLeastOne)]);
    const statuses = Object.keys(numbers.failures);
    const tops = stacked();
    draw('chart-failures', options(200, statuses.map((status, i) => ({
      label: status, stroke: color(['two', 'three', 'five', 'one'][i % 4]), fill: color(['two', 'three', 'five', 'one'][i % 4]),
      width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [.8, 40], align: 1 }),
      value: (_, value, series, at) => at == null ? '–' : numbers.failures[status][at] + ' per second',
    })).reverse(), { range: (_, min, max) => [0, Math.max(5, max || 0)] }, {}),
    [numbers.at, ...tops.reverse()]);
  };
  const powers = [1, 10, 100, 1000, 10000, 100000];
  const atLeastOne = value => value == null ? null : Math.max(1, value);

  const wider = factor => {
    width = Math.min(8, Math.max(1, width * factor));
    make();
  };
  document.getElementById('wider').addEventListener('click', () => wider(2));
  document.getElementById('narrower').addEventListener('click', () => wider(.5));
  document.getElementById('all').addEventListener('click', () =>
    charts.forEach(chart => chart.setScale('x', { min: 0, max: end })));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', make);
  /* On a narrow screen, a diagram begins with the operations of its violation. */
  document.querySelectorAll('.diagram').forEach(diagram => {
    const bar = diagram.querySelector('.involved');
    if (bar) diagram.parentElement.scrollLeft =
      bar.getBoundingClientRect().left - diagram.getBoundingClientRect().left - 60;
  });
  let known = 0;
  new ResizeObserver(() => {
    if (known !== document.body.clientWidth) {
      known = document.body.clientWidth;
      make();
    }
  }).observe(document.body);
  make();
  document.documentElement.dataset.drawn = charts.length;
})();
