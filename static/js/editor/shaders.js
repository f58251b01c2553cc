// Definitions are those of photogram/media/look and its native code; values are
// rounded at the same places. LOW is that of grade.js.
export const VERTEX = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0, 1); }`;

export const HEAD = `#version 300 es
precision highp float; precision highp int; precision highp sampler2D; precision highp isampler2D;
out vec4 result;
vec3 texel(sampler2D s, ivec2 p) { return floor(texelFetch(s, p, 0).rgb * 255. + .5); }
float luma(vec3 v) { return dot(v, vec3(.2126, .7152, .0722)); }
// A level with 16 bits behind the point, in three bytes.
vec4 pack(float v) { int i = int(v * 65536. + .5); return vec4(i >> 16 & 255, i >> 8 & 255, i & 255, 255) / 255.; }
float unpack(sampler2D s, ivec2 p) { return dot(texel(s, p), vec3(65536, 256, 1)) / 65536.; }
vec4 shift(vec3 v, float gain) { return vec4(clamp(floor(v + gain + .5), 0., 255.) / 255., 1); }
`;

export const SHADERS = {
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
      v = clamp(v - LOW, 0, 255);
      vec3 q = vec3(texel(post, ivec2(v.r, 0)).r, texel(post, ivec2(v.g, 0)).g, texel(post, ivec2(v.b, 0)).b);
      if (vignette > 0.) {
        vec2 d = vec2(p) + .5 - frame.xy;
        float t = clamp((sqrt(d.x * d.x + d.y * d.y) / frame.z - .35) / .65, 0., 1.);
        q = floor(q * (1. - vignette * t * t * (3. - 2. * t)) + .5);
      }
      result = vec4(q / 255., 1);
    }`,
};
