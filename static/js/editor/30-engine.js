// The picture on the graphics processor: geometry, structure and sharpening when
// they change, then one pass for the colours. Definitions are those of
// photogram/media/look and its native code; values are rounded at the same places.
const { mixTable, LOW } = window.photogram.editor;

const VERTEX = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0, 1); }`;

const HEAD = `#version 300 es
precision highp float; precision highp int; precision highp sampler2D; precision highp isampler2D;
out vec4 result;
vec3 texel(sampler2D s, ivec2 p) { return floor(texelFetch(s, p, 0).rgb * 255. + .5); }
float luma(vec3 v) { return dot(v, vec3(.2126, .7152, .0722)); }
// A level with 16 bits behind the point, in three bytes.
vec4 pack(float v) { int i = int(v * 65536. + .5); return vec4(i >> 16 & 255, i >> 8 & 255, i & 255, 255) / 255.; }
float unpack(sampler2D s, ivec2 p) { return dot(texel(s, p), vec3(65536, 256, 1)) / 65536.; }
vec4 shift(vec3 v, float gain) { return vec4(clamp(floor(v + gain + .5), 0., 255.) / 255., 1); }
`;

const SHADERS = {
  // Turn, straighten and see in perspective with Catmull-Rom (drafts: between four pixels), and cut.
  geometry: `uniform sampler2D image; uniform ivec3 mapX, mapY; uniform ivec2 turned, corner; uniform vec3 warpX, warpY, warpZ; uniform int warped;
    vec3 at(ivec2 p) { ivec3 q = ivec3(clamp(p, ivec2(0), turned - 1), 1); return texel(image, ivec2(mapX.x * q.x + mapX.y * q.y + mapX.z, mapY.x * q.x + mapY.y * q.y + mapY.z)); }
    vec4 weights(float t) { return vec4(((-.5 * t + 1.) * t - .5) * t, (1.5 * t - 2.5) * t * t + 1., ((-1.5 * t + 2.) * t + .5) * t, (.5 * t - .5) * t * t); }
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      if (warped == 0) { result = vec4(at(p + corner) / 255., 1); return; }
      vec3 c = vec3(vec2(p) + .5, 1);
      vec2 s = vec2(dot(warpX, c), dot(warpY, c)) / dot(warpZ, c) - .5, base = floor(s);
      ivec2 i = ivec2(base);
      if (warped == 2) {
        vec2 t = s - base;
        result = shift(mix(mix(at(i), at(i + ivec2(1, 0)), t.x), mix(at(i + ivec2(0, 1)), at(i + ivec2(1, 1)), t.x), t.y), 0.);
        return;
      }
      vec4 kx = weights(s.x - base.x), ky = weights(s.y - base.y);
      vec3 sum = vec3(0);
      for (int j = 0; j < 4; j++) {
        vec3 line = vec3(0);
        for (int k = 0; k < 4; k++) line += kx[k] * at(i + ivec2(k - 1, j - 1));
        sum += ky[j] * line;
      }
      result = shift(sum, 0.);
    }`,
  shrink: `uniform sampler2D image; uniform ivec2 size, into;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy), from = p * size / into, to = max(from + 1, (p + 1) * size / into);
      vec3 sum = vec3(0);
      for (int y = from.y; y < to.y; y++) for (int x = from.x; x < to.x; x++) sum += texel(image, ivec2(x, y));
      ivec2 n = to - from;
      result = shift(sum / float(n.x * n.y), 0.);
    }`,
  cells: `uniform sampler2D image; uniform ivec2 size; uniform int cell;
    void main() {
      ivec2 from = ivec2(gl_FragCoord.xy) * cell, to = min(from + cell, size);
      float sum = 0.;
      for (int y = from.y; y < to.y; y++) {
        float line = 0.;
        for (int x = from.x; x < to.x; x++) line += luma(texel(image, ivec2(x, y)));
        sum += line;
      }
      ivec2 n = to - from;
      result = pack(sum / float(n.x * n.y));
    }`,
  smoothing: `uniform sampler2D image; uniform ivec2 size;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      float sum = 0.;
      for (int j = -1; j < 2; j++) for (int i = -1; i < 2; i++)
        sum += float((2 - abs(i)) * (2 - abs(j))) * unpack(image, clamp(p + ivec2(i, j), ivec2(0), size - 1));
      result = pack(sum / 16.);
    }`,
  structure: `uniform sampler2D image, cells; uniform ivec2 count; uniform int cell; uniform float amount;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      vec2 f = clamp((vec2(p) + .5) / float(cell) - .5, vec2(0), vec2(count - 1));
      ivec2 a = ivec2(f), b = min(a + 1, count - 1);
      vec2 t = f - vec2(a);
      float left = mix(unpack(cells, a), unpack(cells, ivec2(a.x, b.y)), t.y), right = mix(unpack(cells, ivec2(b.x, a.y)), unpack(cells, b), t.y);
      vec3 v = texel(image, p);
      float y = luma(v), weight = 4. * y * (255. - y) / 65025.;
      result = shift(v, clamp(amount * (y - mix(left, right, t.x)) * weight, -48., 48.));
    }`,
  blur: `uniform sampler2D image; uniform ivec2 size; uniform int radius; uniform float kernel[9];
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      float sum = 0.;
      for (int i = -radius; i <= radius; i++) sum += kernel[abs(i)] * luma(texel(image, ivec2(clamp(p.x + i, 0, size.x - 1), p.y)));
      result = pack(sum);
    }`,
  sharpen: `uniform sampler2D image, blurred; uniform ivec2 size; uniform int radius; uniform float kernel[9], amount;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      float sum = 0.;
      for (int i = -radius; i <= radius; i++) sum += kernel[abs(i)] * unpack(blurred, ivec2(p.x, clamp(p.y + i, 0, size.y - 1)));
      vec3 v = texel(image, p);
      result = shift(v, clamp(amount * (luma(v) - sum), -40., 40.));
    }`,
  colour: `uniform sampler2D image, post; uniform isampler2D mixing; uniform ivec2 size; uniform vec3 frame; uniform float vignette; uniform bool upsideDown;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      if (upsideDown) p.y = size.y - 1 - p.y;
      ivec3 c = ivec3(texel(image, p));
      ivec3 v = (texelFetch(mixing, ivec2(c.r, 0), 0) + texelFetch(mixing, ivec2(c.g, 1), 0) + texelFetch(mixing, ivec2(c.b, 2), 0)).rgb >> 16;
      v = clamp(v - ${LOW}, 0, 255);
      vec3 q = vec3(texel(post, ivec2(v.r, 0)).r, texel(post, ivec2(v.g, 0)).g, texel(post, ivec2(v.b, 0)).b);
      if (vignette > 0.) {
        vec2 d = vec2(p) + .5 - frame.xy;
        float t = clamp((sqrt(d.x * d.x + d.y * d.y) / frame.z - .35) / .65, 0., 1.);
        q = floor(q * (1. - vignette * t * t * (3. - 2. * t)) + .5);
      }
      result = vec4(q / 255., 1);
    }`,
};

// A draft has its longer side this long: for changes under way where the graphics
// processor is slow.
const DRAFT = 640, SLOW = 7; // pixels, milliseconds

class Engine {
  constructor(canvas) {
    this.canvas = canvas;
    this.gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, stencil: false, powerPreference: "high-performance" });
    if (!this.gl) throw new Error("no WebGL 2");
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
    this.layer = this.full = { targets: {}, done: {} };
    this.draft = null;
    this.slow = this.tables = false;
    gl.disable(gl.DITHER);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.bindVertexArray(gl.createVertexArray());
    this.full.source = this.texture();
    this.mixing = this.texture();
    this.post = this.texture();
    if (gl.getParameter(gl.MAX_TEXTURE_SIZE) < 2048) throw new Error("small textures only");
    for (const name of Object.keys(SHADERS)) this.program(name);
  }

  texture() {
    const gl = this.gl, texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
    return texture;
  }

  program(name) {
    if (this.programs[name]) return this.programs[name];
    const gl = this.gl, program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, HEAD + SHADERS[name]]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    return this.programs[name] = { program, places: {}, linked: false };
  }

  // target is a named texture of a size that can be drawn into.
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
  draw(name, target, textures, values) {
    const gl = this.gl, p = this.program(name);
    if (!p.linked) {
      if (!gl.isContextLost() && !gl.getProgramParameter(p.program, gl.LINK_STATUS)) throw new Error(name + ": " + gl.getProgramInfoLog(p.program));
      p.linked = true;
    }
    const at = (uniform) => p.places[uniform] ??= gl.getUniformLocation(p.program, uniform);
    gl.useProgram(p.program);
    Object.entries(textures).forEach(([uniform, texture], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(at(uniform), unit);
    });
    for (const [uniform, [kind, ...v]] of Object.entries(values)) gl["uniform" + kind](at(uniform), ...v);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target ? target.frame : null);
    gl.viewport(0, 0, target ? target.width : this.canvas.width, target ? target.height : this.canvas.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  // load takes the picture that is edited: a bitmap, or anything else WebGL takes.
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
    this.layer = this.draft ||= { targets: {} };
    Object.assign(this.draft, { width: Math.round(width * k), height: Math.round(height * k), done: {} });
    const source = this.target("source", this.draft.width, this.draft.height);
    this.draft.source = source.texture;
    this.draw("shrink", source, { image: this.full.source }, { size: ["2i", width, height], into: ["2i", source.width, source.height] });
  }

  // measure finds out whether the graphics processor keeps up with a finger.
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
  render(plan, grade) { this.renderInto(null, plan, grade); }

  renderInto(into, plan, grade) {
    const gl = this.gl, { width, height } = plan, size = ["2i", width, height], long = Math.max(plan.crop.w, plan.crop.h);
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
      for (const name in done) delete done[name];
      done.base = plan.key;
    }

    let image = base;
    if (grade.structure > 0) {
      const cell = Math.ceil(long / 96), count = [Math.ceil(width / cell), Math.ceil(height / cell)];
      const a = this.target("cells", ...count), b = this.target("cells2", ...count);
      if (done.cells !== cell) {
        this.draw("cells", a, { image: base.texture }, { size, cell: ["1i", cell] });
        this.draw("smoothing", b, { image: a.texture }, { size: ["2i", ...count] });
        this.draw("smoothing", a, { image: b.texture }, { size: ["2i", ...count] });
        done.cells = cell;
        done.structure = null;
      }
      image = this.target("structure", width, height);
      if (done.structure !== grade.structure) {
        this.draw("structure", image, { image: base.texture, cells: a.texture }, { count: ["2i", ...count], cell: ["1i", cell], amount: ["1f", grade.structure * 1.1] });
        done.structure = grade.structure;
        done.blur = done.sharpen = null;
      }
    } else if (done.structure) {
      done.structure = done.blur = done.sharpen = null;
    }

    if (grade.sharpen > 0) {
      const blur = this.target("blur", width, height), sharp = this.target("sharp", width, height);
      const sigma = Math.max(0.5, long / 1600), radius = Math.min(8, Math.ceil(2.5 * sigma)), kernel = new Float32Array(9);
      let total = 0;
      for (let i = -radius; i <= radius; i++) total += kernel[Math.abs(i)] = Math.exp(-i * i / (2 * sigma * sigma));
      for (let i = 0; i <= radius; i++) kernel[i] /= total;
      const common = { size, radius: ["1i", radius], "kernel[0]": ["1fv", kernel] };
      if (done.blur !== sigma) {
        this.draw("blur", blur, { image: image.texture }, common);
        done.blur = sigma;
        done.sharpen = null;
      }
      if (done.sharpen !== grade.sharpen) {
        this.draw("sharpen", sharp, { image: image.texture, blurred: blur.texture }, { ...common, amount: ["1f", grade.sharpen * 1.4] });
        done.sharpen = grade.sharpen;
      }
      image = sharp;
    }

    if (this.grade !== grade || !this.tables) {
      const post = new Uint8Array(256 * 4);
      for (let i = 0; i < 256; i++) for (let c = 0; c < 3; c++) post[4 * i + c] = grade.post[c][i];
      gl.bindTexture(gl.TEXTURE_2D, this.post);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, post);
      gl.bindTexture(gl.TEXTURE_2D, this.mixing);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32I, 256, 3, 0, gl.RGBA_INTEGER, gl.INT, mixTable(grade));
      this.grade = grade;
      this.tables = true;
    }
    if (!into && (this.canvas.width !== width || this.canvas.height !== height)) Object.assign(this.canvas, { width, height });
    const { x, y, w, h } = plan.crop;
    this.draw("colour", into, { image: image.texture, post: this.post, mixing: this.mixing }, {
      size, frame: ["3f", x + w / 2, y + h / 2, Math.sqrt(w * w + h * h) / 2], vignette: ["1f", grade.vignette], upsideDown: ["1i", into ? 0 : 1],
    });
  }

  // pixels renders and reads back, from the top left, four bytes a pixel.
  pixels(plan, grade) {
    const gl = this.gl, into = this.target("out", plan.width, plan.height), out = new Uint8Array(4 * plan.width * plan.height);
    this.renderInto(into, plan, grade);
    gl.bindFramebuffer(gl.FRAMEBUFFER, into.frame);
    gl.readPixels(0, 0, plan.width, plan.height, gl.RGBA, gl.UNSIGNED_BYTE, out);
    return out;
  }
}

Object.assign(window.photogram.editor, { Engine });
