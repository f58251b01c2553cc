// What photogram/media/look does with colours, in the same order of operations,
// so that every table has the same bytes. A test compares the two.
/** @typedef {(x: number) => number} Curve */
/** @typedef {number[]} Matrix of 3 × 3 */
/** @typedef {{ blend: keyof typeof modes, color: number[], amount: number }} Tint */
/**
 * @typedef {object} Definition of a look, as the server writes it
 * @property {number} saturation
 * @property {number} [brightness]
 * @property {number} [contrast]
 * @property {number} [warmth]
 * @property {number} [sepia]
 * @property {number} [hue]
 * @property {number} [vignette]
 * @property {number[]} [rgb]
 * @property {number[]} [red]
 * @property {number[]} [green]
 * @property {number[]} [blue]
 * @property {Tint[]} [tints]
 */
/** @typedef {Record<string, Definition>} Looks by name */
/** @typedef {"brightness" | "contrast" | "saturation" | "warmth" | "tint" | "highlights" | "shadows" | "fade" | "vignette" | "sharpen" | "structure"} Adjustment */
/** @typedef {{ filter?: string, strength?: number } & Partial<Record<Adjustment, number>>} Colours of a recipe */
/**
 * @typedef {object} Grade
 * @property {Uint8Array[]} pre
 * @property {Matrix} matrix
 * @property {number[]} offset
 * @property {Uint8Array[]} post
 * @property {number} vignette
 * @property {number} structure
 * @property {number} sharpen
 */

const luma = [0.2126, 0.7152, 0.0722];
/** @param {number} v */
export const clamp01 = (v) => Math.min(1, Math.max(0, v));
/** @type {Curve} */
const same = (x) => x;

/** @param {number[] | undefined} flat @returns {Curve} */
function monotone(flat = []) {
  const n = flat.length / 2;
  if (n === 0) return same;
  /** @type {number[]} */
  const at = [];
  /** @type {number[]} */
  const out = [];
  for (let i = 0; i < n; i++) {
    at.push(flat[2 * i]);
    out.push(flat[2 * i + 1]);
  }
  /** @type {number[]} */
  const slopes = [];
  /** @type {number[]} */
  const tangents = [];
  for (let i = 0; i < n - 1; i++) slopes.push((out[i + 1] - out[i]) / (at[i + 1] - at[i]));
  for (let i = 0; i < n; i++) {
    if (n === 1) tangents.push(0);
    else if (i === 0) tangents.push(slopes[0]);
    else if (i === n - 1) tangents.push(slopes[n - 2]);
    else tangents.push(slopes[i - 1] * slopes[i] > 0 ? (slopes[i - 1] + slopes[i]) / 2 : 0);
  }
  slopes.forEach((s, i) => {
    if (s === 0) {
      tangents[i] = tangents[i + 1] = 0;
      return;
    }
    const a = tangents[i] / s, b = tangents[i + 1] / s, d = a * a + b * b;
    if (d > 9) {
      const t = 3 / Math.sqrt(d);
      tangents[i] = t * a * s;
      tangents[i + 1] = t * b * s;
    }
  });
  return (x) => {
    const v = x * 255;
    if (v <= at[0]) return out[0] / 255;
    for (let i = 0; i < n - 1; i++) {
      if (v > at[i + 1]) continue;
      const w = at[i + 1] - at[i], t = (v - at[i]) / w, t2 = t * t, t3 = t * t * t;
      const y = (2 * t3 - 3 * t2 + 1) * out[i] + (t3 - 2 * t2 + t) * w * tangents[i] +
        (3 * t2 - 2 * t3) * out[i + 1] + (t3 - t2) * w * tangents[i + 1];
      return clamp01(y / 255);
    }
    return out[n - 1] / 255;
  };
}

/** @param {number} amount @returns {Curve} */
function brighten(amount) {
  if (!amount) return same;
  const exponent = Math.pow(2, -0.8 * amount);
  return (x) => Math.pow(x, exponent);
}

/** @param {number} shadows @param {number} highlights @returns {Curve} */
function shadowsHighlights(shadows, highlights) {
  if (!shadows && !highlights) return same;
  return (x) => {
    const rest = 1 - x;
    return clamp01(x + 0.945 * shadows * x * rest * rest + 0.945 * highlights * x * x * rest);
  };
}

/** @param {number} amount @returns {Curve} */
function contrast(amount) {
  if (amount > 0) {
    return (x) => {
      const s = 3 * x * x - 2 * x * x * x;
      return clamp01(x + 0.7 * amount * (s - x));
    };
  }
  if (amount < 0) return (x) => 0.5 + (x - 0.5) * (1 + 0.5 * amount);
  return same;
}

/** @param {number} amount @returns {Curve} */
const fade = (amount) => amount ? (x) => x * (1 - 0.24 * amount) + 0.15 * amount : same;

/** @satisfies {Record<string, (b: number, s: number) => number>} */
const modes = {
  screen: (b, s) => b + s - b * s,
  multiply: (b, s) => b * s,
  lighten: (b, s) => Math.max(b, s),
  "soft-light"(b, s) {
    if (s <= 0.5) return b - (1 - 2 * s) * b * (1 - b);
    const d = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b);
    return b + (2 * s - 1) * (d - b);
  },
};
/** @param {Tint} tint @param {number} channel @returns {Curve} */
function tint({ blend, color, amount }, channel) {
  const source = color[channel] / 255;
  return (x) => clamp01(x + amount * (modes[blend](x, source) - x));
}

/** @param {Curve[]} curves @returns {Curve} */
const chain = (...curves) => (x) => curves.reduce((v, c) => c(v), x);

/** @param {Curve} curve @param {number} t @returns {Curve} */
function toward(curve, t) {
  if (t === 0) return same;
  if (t === 1) return curve;
  return (x) => x + t * (curve(x) - x);
}

/** @param {Curve} curve */
function table(curve) {
  const out = new Uint8Array(256);
  for (let i = 0; i < 256; i++) out[i] = Math.round(clamp01(curve(i / 255)) * 255);
  return out;
}

const unit = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** @param {Matrix} m @param {Matrix} next @returns {Matrix} */
function then(m, next) {
  const out = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) for (let k = 0; k < 3; k++) out[3 * r + c] += next[3 * r + k] * m[3 * k + c];
  return out;
}
/** @param {Matrix} m @param {number} t @returns {Matrix} */
const partly = (m, t) => m.map((v, i) => unit[i] + t * (v - unit[i]));

/** @param {number} s @returns {Matrix} */
function saturate(s) {
  const [r, g, b] = luma.map((v) => v * (1 - s));
  return [r + s, g, b, r, g + s, b, r, g, b + s];
}
/** @param {number} r @param {number} g @param {number} b @returns {Matrix} */
function balance(r, g, b) {
  const sum = luma[0] * r + luma[1] * g + luma[2] * b;
  return [r / sum, 0, 0, 0, g / sum, 0, 0, 0, b / sum];
}
/** @param {number} w */
const warm = (w) => balance(1 + 0.11 * w, 1 + 0.015 * w, 1 - 0.14 * w);
/** @param {number} t */
const magenta = (t) => balance(1 + 0.06 * t, 1 - 0.08 * t, 1 + 0.06 * t);
/** @param {number} amount */
const sepia = (amount) => partly([0.393, 0.769, 0.189, 0.349, 0.686, 0.168, 0.272, 0.534, 0.131], amount);

/** @param {number} degrees @returns {Matrix} */
function hue(degrees) {
  const angle = degrees * Math.PI / 180, sin = Math.sin(angle), cos = Math.cos(angle);
  const at = (/** @type {number} */ base, /** @type {number} */ c, /** @type {number} */ s) => base + cos * c + sin * s;
  return [
    at(0.213, 0.787, -0.213), at(0.715, -0.715, -0.715), at(0.072, -0.072, 0.928),
    at(0.213, -0.213, 0.143), at(0.715, 0.285, 0.140), at(0.072, -0.072, -0.283),
    at(0.213, -0.213, -0.787), at(0.715, -0.715, 0.715), at(0.072, 0.928, 0.072),
  ];
}

/** @param {Definition} l */
function lookMatrix(l) {
  let m = saturate(l.saturation);
  if (l.sepia) m = then(m, sepia(l.sepia));
  if (l.hue) m = then(m, hue(l.hue));
  if (l.warmth) m = then(m, warm(l.warmth));
  return m;
}

/** @param {Definition} l @param {number} channel */
const lookPost = (l, channel) => chain(
  contrast(l.contrast || 0),
  monotone(l.rgb),
  monotone([l.red, l.green, l.blue][channel]),
  ...(l.tints || []).map((t) => tint(t, channel)),
);

// compile turns the colours of a recipe into a grade; looks are the definitions by name.
/** @param {Colours} recipe @param {Looks} looks @returns {Grade} */
export function compile(recipe, looks) {
  const known = looks[recipe.filter ?? ""];
  const l = known || { saturation: 1 };
  const t = known ? (recipe.strength ?? 100) / 100 : 0;
  const of = (/** @type {Adjustment} */ name) => (recipe[name] || 0) / 100;

  const pre = table(chain(toward(brighten(l.brightness || 0), t), brighten(of("brightness")), shadowsHighlights(of("shadows"), of("highlights"))));
  let matrix = partly(lookMatrix(l), t);
  matrix = then(matrix, saturate(1 + of("saturation")));
  matrix = then(matrix, warm(2 * of("warmth")));
  matrix = then(matrix, magenta(2 * of("tint")));
  const post = [0, 1, 2].map((c) => table(chain(toward(lookPost(l, c), t), contrast(of("contrast")), fade(of("fade")))));
  return {
    pre: [pre, pre, pre], matrix, offset: [0, 0, 0], post,
    vignette: 1 - (1 - t * (l.vignette || 0)) * (1 - 0.75 * of("vignette")),
    structure: of("structure"), sharpen: of("sharpen"),
  };
}

// mixTable is the pre-curve and the matrix as one table of vectors for each input
// channel, in 16.16 fixed point, as the server has it: three look-ups, two sums
// and a shift are the whole of steps 3 and 4. Each entry is x, y, z and nothing.
export const LOW = 2048;
/** @param {Grade} grade */
export function mixTable(grade) {
  const out = new Int32Array(3 * 256 * 4);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < 256; i++) {
      for (let r = 0; r < 3; r++) {
        let v = Math.fround(grade.matrix[3 * r + c]) * grade.pre[c][i];
        if (c === 0) v += Math.fround(grade.offset[r]) + 0.5 + LOW;
        out[4 * (256 * c + i) + r] = Math.floor(v * 65536 + 0.5);
      }
    }
  }
  return out;
}

// paint grades RGBA pixels in place without a graphics processor: steps 3 to 6.
// The frame says where the picture's centre is and how long half its diagonal.
/** @param {Uint8ClampedArray} pixels @param {number} width @param {Grade} grade @param {{ x: number, y: number, half: number }} frame */
export function paint(pixels, width, grade, frame) {
  const mix = mixTable(grade), [red, green, blue] = grade.post;
  const level = (/** @type {number} */ v) => v < 0 ? 0 : v > 255 ? 255 : v;
  for (let i = 0; i < pixels.length; i += 4) {
    const a = 4 * pixels[i], b = 4 * (256 + pixels[i + 1]), c = 4 * (512 + pixels[i + 2]);
    pixels[i] = red[level(((mix[a] + mix[b] + mix[c]) >> 16) - LOW)];
    pixels[i + 1] = green[level(((mix[a + 1] + mix[b + 1] + mix[c + 1]) >> 16) - LOW)];
    pixels[i + 2] = blue[level(((mix[a + 2] + mix[b + 2] + mix[c + 2]) >> 16) - LOW)];
  }
  if (!(grade.vignette > 0)) return;
  for (let i = 0, n = 0; i < pixels.length; i += 4, n++) {
    const dx = n % width + 0.5 - frame.x, dy = Math.floor(n / width) + 0.5 - frame.y;
    const t = clamp01((Math.sqrt(dx * dx + dy * dy) / frame.half - 0.35) / 0.65);
    if (t === 0) continue;
    const f = 1 - grade.vignette * t * t * (3 - 2 * t);
    for (let k = 0; k < 3; k++) pixels[i + k] = Math.floor(pixels[i + k] * f + 0.5);
  }
}
