// Draws the figures of the calls as an SVG: a row a case, a dot an engine, on a logarithmic axis.
'use strict';

/** @typedef {{ case: string, engine: string, runtime: string, nanoseconds: number }} Point */

/** @param {Point[]} points @returns {Promise<string>} */
async function draw(points) {
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const engines = [...new Set(points.map(({ engine }) => engine))];
  const { spec } = compile({
    background: 'white',
    padding: 12,
    width: 640,
    height: { step: 8 },
    data: { values: points },
    mark: { type: 'point', filled: true, size: 80, opacity: 0.85 },
    encoding: {
      y: {
        field: 'case',
        type: 'nominal',
        sort: null,
        scale: { paddingInner: 0.3 },
        title: null,
        axis: { grid: true, domain: false, ticks: false },
      },
      yOffset: { field: 'engine', type: 'nominal', sort: engines },
      x: {
        field: 'nanoseconds',
        type: 'quantitative',
        scale: { type: 'log', nice: false, domain: [1, 10_000], clamp: true },
        axis: { values: [1, 10, 100, 1000, 10_000], format: ',d' },
        title: 'nanoseconds a call (logarithmic)',
      },
      color: { field: 'engine', type: 'nominal', sort: engines, scale: { scheme: 'category10' }, title: null },
      shape: { field: 'runtime', type: 'nominal', sort: null, title: null },
    },
    config: { font: 'sans-serif', view: { stroke: null }, axis: { labelFontSize: 12, titleFontSize: 12 } },
  });
  return new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG();
}

module.exports = { draw };
