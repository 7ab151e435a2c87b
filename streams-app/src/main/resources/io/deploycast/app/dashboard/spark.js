// Small charts of the last five minutes, drawn as SVG.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 120;
const HEIGHT = 34;

function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** A line over an area; `failed` puts a mark where something failed. */
export function spark(values, label, failed = []) {
  const svg = draw("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label });
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const y = (value) => HEIGHT - 2 - (value / most) * (HEIGHT - 6);
  const points = values.map((value, i) => `${(i * step).toFixed(1)},${y(value).toFixed(1)}`);
  svg.append(
    draw("line", { class: "base", x1: 0, x2: WIDTH, y1: HEIGHT - 1, y2: HEIGHT - 1 }),
    draw("polygon", { class: "area", points: `0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}` }),
    draw("polyline", { class: "line", points: points.join(" ") }),
  );
  failed.forEach((value, i) => {
    if (value > 0) svg.append(draw("rect", { class: "failed", x: (i * step - 0.9).toFixed(1), y: HEIGHT - 6, width: 1.8, height: 6 }));
  });
  return svg;
}
