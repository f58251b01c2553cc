// The picture on the graphics processor: geometry, structure and sharpening when
// they change, then one pass for the colours.
import { LOW, mixTable } from "./grade.js";
import { HEAD, SHADERS, VERTEX } from "./shaders.js";

/** @typedef {import("./geometry.js").Plan} Plan */
/** @typedef {import("./grade.js").Grade} Grade */
/** @typedef {ImageBitmap | ImageData} Picture */
/** @typedef {keyof typeof SHADERS} Shader */
/** @typedef {["1i" | "2i" | "3i" | "1f" | "3f", ...number[]]} Uniform */
/** @typedef {{ program: WebGLProgram, places: Record<string, WebGLUniformLocation | null>, linked: boolean }} Program */
/** @typedef {{ texture: WebGLTexture, frame: WebGLFramebuffer, width: number, height: number }} Target */
/** @typedef {{ base?: string, cells?: number, structure?: number, blur?: number, sharpen?: number }} Done what the targets of a layer show */
/** @typedef {{ source: WebGLTexture, width: number, height: number, targets: Record<string, Target>, done: Done }} Layer */

// A draft has its longer side this long: for changes under way where the graphics
// processor is slow.
const DRAFT = 640, SLOW = 7; // pixels, milliseconds

export class Engine {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, stencil: false, powerPreference: "high-performance" });
    if (!gl) throw new Error("no WebGL 2");
    this.canvas = canvas;
    this.gl = gl;
    /** @type {Picture | null} */
    this.bitmap = null;
    /** @type {(() => void) | null} */
    this.onrestore = null;
    /** @type {{ [N in Shader]?: Program }} */
    this.programs = {};
    this.full = this.layer = this.sourceLayer();
    /** @type {Layer | null} */
    this.draft = null;
    this.slow = false;
    /** @type {Grade | null} */
    this.grade = null; // that the tables are of
    this.mixing = this.post = this.full.source;
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => {
      this.start();
      if (this.bitmap) this.load(this.bitmap);
      this.onrestore?.();
    });
    this.start();
  }

  start() {
    const gl = this.gl;
    this.programs = {};
    this.draft = null;
    this.slow = false;
    this.grade = null;
    gl.disable(gl.DITHER);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.bindVertexArray(gl.createVertexArray());
    this.full = this.layer = this.sourceLayer();
    this.mixing = this.texture();
    this.post = this.texture();
    if (gl.getParameter(gl.MAX_TEXTURE_SIZE) < 2048) throw new Error("small textures only");
    for (const name of /** @type {Shader[]} */ (Object.keys(SHADERS))) this.program(name);
  }

  /** @returns {Layer} */
  sourceLayer() { return { source: this.texture(), width: 0, height: 0, targets: {}, done: {} }; }

  texture() {
    const gl = this.gl, texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
    return texture;
  }

  /** @param {Shader} name @returns {Program} */
  program(name) {
    const made = this.programs[name];
    if (made) return made;
    const gl = this.gl, program = gl.createProgram();
    const compile = (/** @type {number} */ kind, /** @type {string} */ text) => {
      const shader = gl.createShader(kind);
      if (!shader) return; // the context is lost, which linking tells
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    };
    compile(gl.VERTEX_SHADER, VERTEX);
    compile(gl.FRAGMENT_SHADER, `${HEAD}const int LOW = ${LOW};\n${SHADERS[name]}`);
    gl.linkProgram(program);
    return this.programs[name] = { program, places: {}, linked: false };
  }

  // target is a named texture of a size that can be drawn into.
  /** @param {string} name @param {number} width @param {number} height */
  target(name, width, height) {
    const gl = this.gl, t = this.layer.targets[name] ??= { texture: this.texture(), frame: gl.createFramebuffer(), width: 0, height: 0 };
    if (t.width !== width || t.height !== height) {
      gl.bindTexture(gl.TEXTURE_2D, t.texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.bindFramebuffer(gl.FRAMEBUFFER, t.frame);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, t.texture, 0);
      Object.assign(t, { width, height });
    }
    return t;
  }

  // draw runs a shader over a target, or over the canvas when that is null.
  /** @param {Shader} name @param {Target | null} target @param {Record<string, WebGLTexture>} textures @param {Record<string, Uniform>} values */
  draw(name, target, textures, values) {
    const gl = this.gl, p = this.program(name);
    if (!p.linked) {
      if (!gl.isContextLost() && !gl.getProgramParameter(p.program, gl.LINK_STATUS)) throw new Error(name + ": " + gl.getProgramInfoLog(p.program));
      p.linked = true;
    }
    const at = (/** @type {string} */ uniform) => p.places[uniform] ??= gl.getUniformLocation(p.program, uniform);
    gl.useProgram(p.program);
    Object.entries(textures).forEach(([uniform, texture], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(at(uniform), unit);
    });
    for (const [uniform, value] of Object.entries(values)) this.set(at(uniform), value);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target ? target.frame : null);
    gl.viewport(0, 0, target ? target.width : this.canvas.width, target ? target.height : this.canvas.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** @param {WebGLUniformLocation | null} place @param {Uniform} value */
  set(place, [kind, ...v]) {
    const gl = this.gl;
    switch (kind) {
      case "1i": gl.uniform1iv(place, v); break;
      case "2i": gl.uniform2iv(place, v); break;
      case "3i": gl.uniform3iv(place, v); break;
      case "1f": gl.uniform1fv(place, v); break;
      case "3f": gl.uniform3fv(place, v); break;
    }
  }

  // load takes the picture that is edited: a bitmap, or anything else WebGL takes.
  /** @param {Picture} bitmap */
  load(bitmap) {
    const gl = this.gl, { width, height } = this.bitmap = bitmap;
    Object.assign(this.full, { width, height, done: {} });
    gl.bindTexture(gl.TEXTURE_2D, this.full.source);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    const k = DRAFT / Math.max(width, height);
    if (k >= 1) {
      this.draft = null;
      return;
    }
    const draft = this.layer = this.draft ||= { source: this.full.source, width: 0, height: 0, targets: {}, done: {} };
    Object.assign(draft, { width: Math.round(width * k), height: Math.round(height * k), done: {} });
    const source = this.target("source", draft.width, draft.height);
    draft.source = source.texture;
    this.draw("shrink", source, { image: this.full.source }, { size: ["2i", width, height], into: ["2i", source.width, source.height] });
  }

  // measure finds out whether the graphics processor keeps up with a finger.
  /** @param {Plan} plan @param {Grade} grade */
  measure(plan, grade) {
    const gl = this.gl, one = new Uint8Array(4), wait = () => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, one);
    this.render(plan, grade);
    wait();
    const before = performance.now();
    this.render(plan, grade);
    wait();
    this.slow = performance.now() - before > SLOW;
  }

  // render draws the picture that a plan and a grade describe on the canvas.
  /** @param {Plan} plan @param {Grade} grade */
  render(plan, grade) { this.renderInto(null, plan, grade); }

  /** @param {Target | null} into @param {Plan} plan @param {Grade} grade */
  renderInto(into, plan, grade) {
    /** @type {Uniform} */
    const size = ["2i", plan.width, plan.height];
    const gl = this.gl, { width, height } = plan, long = Math.max(plan.crop.w, plan.crop.h);
    if (gl.isContextLost()) return;
    this.layer = plan.draft && this.draft || this.full;
    const done = this.layer.done;
    const base = this.target("base", width, height);
    if (done.base !== plan.key) {
      const a = plan.warp || [0, 0, 0, 0, 0, 0, 0, 0, 1], m = plan.map;
      this.draw("geometry", base, { image: this.layer.source }, {
        mapX: ["3i", m[0], m[1], m[2]], mapY: ["3i", m[3], m[4], m[5]], turned: ["2i", plan.frameW, plan.frameH], corner: ["2i", plan.left, plan.top],
        warpX: ["3f", a[0], a[1], a[2]], warpY: ["3f", a[3], a[4], a[5]], warpZ: ["3f", a[6], a[7], a[8]], warped: ["1i", !plan.warp ? 0 : plan.draft ? 2 : 1],
      });
      Object.assign(done, { base: plan.key, cells: 0, structure: 0, blur: 0, sharpen: 0 });
    }

    let image = base;
    if (grade.structure > 0) {
      const cell = Math.ceil(long / 96), across = Math.ceil(width / cell), down = Math.ceil(height / cell);
      const a = this.target("cells", across, down), b = this.target("cells2", across, down);
      /** @type {Uniform} */
      const count = ["2i", across, down];
      if (done.cells !== cell) {
        this.draw("cells", a, { image: base.texture }, { size, cell: ["1i", cell] });
        this.draw("smoothing", b, { image: a.texture }, { size: count });
        this.draw("smoothing", a, { image: b.texture }, { size: count });
        done.cells = cell;
        done.structure = 0;
      }
      image = this.target("structure", width, height);
      if (done.structure !== grade.structure) {
        this.draw("structure", image, { image: base.texture, cells: a.texture }, { count, cell: ["1i", cell], amount: ["1f", grade.structure * 1.1] });
        done.structure = grade.structure;
        done.blur = done.sharpen = 0;
      }
    } else if (done.structure) {
      done.structure = done.blur = done.sharpen = 0;
    }

    if (grade.sharpen > 0) {
      const blur = this.target("blur", width, height), sharp = this.target("sharp", width, height);
      const sigma = Math.max(0.5, long / 1600), radius = Math.min(8, Math.ceil(2.5 * sigma)), kernel = new Float32Array(9);
      let total = 0;
      for (let i = -radius; i <= radius; i++) total += kernel[Math.abs(i)] = Math.exp(-i * i / (2 * sigma * sigma));
      for (let i = 0; i <= radius; i++) kernel[i] /= total;
      /** @type {Record<string, Uniform>} */
      const common = { size, radius: ["1i", radius], "kernel[0]": ["1f", ...kernel] };
      if (done.blur !== sigma) {
        this.draw("blur", blur, { image: image.texture }, common);
        done.blur = sigma;
        done.sharpen = 0;
      }
      if (done.sharpen !== grade.sharpen) {
        this.draw("sharpen", sharp, { image: image.texture, blurred: blur.texture }, { ...common, amount: ["1f", grade.sharpen * 1.4] });
        done.sharpen = grade.sharpen;
      }
      image = sharp;
    }

    if (this.grade !== grade) {
      const post = new Uint8Array(256 * 4);
      for (let i = 0; i < 256; i++) for (let c = 0; c < 3; c++) post[4 * i + c] = grade.post[c][i];
      gl.bindTexture(gl.TEXTURE_2D, this.post);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, post);
      gl.bindTexture(gl.TEXTURE_2D, this.mixing);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32I, 256, 3, 0, gl.RGBA_INTEGER, gl.INT, mixTable(grade));
      this.grade = grade;
    }
    if (!into && (this.canvas.width !== width || this.canvas.height !== height)) Object.assign(this.canvas, { width, height });
    const { x, y, w, h } = plan.crop;
    this.draw("colour", into, { image: image.texture, post: this.post, mixing: this.mixing }, {
      size, frame: ["3f", x + w / 2, y + h / 2, Math.sqrt(w * w + h * h) / 2], vignette: ["1f", grade.vignette], upsideDown: ["1i", into ? 0 : 1],
    });
  }
}
