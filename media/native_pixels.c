#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "native.h"

// The definitions are those of look.Grade.

static inline int clamp(int v) { return v < 0 ? 0 : v > 255 ? 255 : v; }
static inline float clampf(float v, float limit) { return v < -limit ? -limit : v > limit ? limit : v; }
static inline float luma(const unsigned char *p) { return 0.2126f * p[0] + 0.7152f * p[1] + 0.0722f * p[2]; }

static inline void shift(unsigned char *p, float d) {
	for (int c = 0; c < 3; c++)
		p[c] = clamp((int) floorf(p[c] + d + 0.5f));
}

static void smooth_cells(float *cells, float *tmp, int cw, int ch) {
	for (int pass = 0; pass < 2; pass++) {
		for (int y = 0; y < ch; y++)
			for (int x = 0; x < cw; x++) {
				const float *row = cells + (size_t) y * cw;
				tmp[(size_t) y * cw + x] = (row[x > 0 ? x - 1 : 0] + 2 * row[x] + row[x < cw - 1 ? x + 1 : x]) / 4;
			}
		for (int y = 0; y < ch; y++) {
			const float *a = tmp + (size_t) (y > 0 ? y - 1 : 0) * cw;
			const float *b = tmp + (size_t) y * cw;
			const float *c = tmp + (size_t) (y < ch - 1 ? y + 1 : y) * cw;
			for (int x = 0; x < cw; x++)
				cells[(size_t) y * cw + x] = (a[x] + 2 * b[x] + c[x]) / 4;
		}
	}
}

static int structure(unsigned char *pix, int w, int h, const pg_grade *g) {
	int edge = w > h ? w : h;
	int cell = (edge + g->structure_cells - 1) / g->structure_cells;
	int cw = (w + cell - 1) / cell, ch = (h + cell - 1) / cell;
	float *cells = calloc((size_t) cw * ch * 2, sizeof(float));
	float *column = calloc(w, sizeof(float));
	int *at = calloc(w, sizeof(int));
	float *part = calloc(w, sizeof(float));
	if (!cells || !column || !at || !part) {
		free(cells); free(column); free(at); free(part);
		return -1;
	}
	for (int y = 0; y < h; y++) {
		float *row = cells + (size_t) (y / cell) * cw;
		const unsigned char *p = pix + (size_t) y * w * 3;
		for (int cx = 0; cx < cw; cx++) {
			int end = (cx + 1) * cell < w ? (cx + 1) * cell : w;
			float sum = 0;
			for (int x = cx * cell; x < end; x++, p += 3)
				sum += luma(p);
			row[cx] += sum;
		}
	}
	for (int cy = 0; cy < ch; cy++)
		for (int cx = 0; cx < cw; cx++) {
			int rows = (cy + 1) * cell < h ? cell : h - cy * cell;
			int cols = (cx + 1) * cell < w ? cell : w - cx * cell;
			cells[(size_t) cy * cw + cx] /= (float) rows * cols;
		}
	smooth_cells(cells, cells + (size_t) cw * ch, cw, ch);

	for (int x = 0; x < w; x++) {
		float f = (x + 0.5f) / cell - 0.5f;
		f = f < 0 ? 0 : f > cw - 1 ? cw - 1 : f;
		at[x] = f < cw - 1 ? (int) f : cw > 1 ? cw - 2 : 0;
		part[x] = cw > 1 ? f - at[x] : 0;
	}
	for (int y = 0; y < h; y++) {
		float f = (y + 0.5f) / cell - 0.5f;
		f = f < 0 ? 0 : f > ch - 1 ? ch - 1 : f;
		int y0 = f < ch - 1 ? (int) f : ch - 1;
		int y1 = y0 < ch - 1 ? y0 + 1 : y0;
		float fy = f - y0;
		const float *a = cells + (size_t) y0 * cw, *b = cells + (size_t) y1 * cw;
		for (int x = 0; x < cw; x++)
			column[x] = a[x] + (b[x] - a[x]) * fy;
		unsigned char *p = pix + (size_t) y * w * 3;
		for (int x = 0; x < w; x++, p += 3) {
			float l = column[at[x]];
			if (part[x] > 0)
				l += (column[at[x] + 1] - l) * part[x];
			float v = luma(p);
			float weight = 4 * v * (255 - v) / (255.0f * 255.0f);
			shift(p, clampf(g->structure * (v - l) * weight, g->structure_limit));
		}
	}
	free(cells); free(column); free(at); free(part);
	return 0;
}

static int sharpen(unsigned char *pix, int w, int h, const pg_grade *g) {
	float sigma = (w > h ? w : h) / g->sharpen_scale;
	if (sigma < 0.5f)
		sigma = 0.5f;
	int radius = (int) ceilf(2.5f * sigma);
	if (radius > 32)
		radius = 32;
	float kernel[65], total = 0;
	for (int i = -radius; i <= radius; i++)
		total += kernel[i + radius] = expf(-i * i / (2 * sigma * sigma));
	for (int i = 0; i <= 2 * radius; i++)
		kernel[i] /= total;

	// Rows blurred sideways, in a ring that is as tall as the kernel.
	int taps = 2 * radius + 1;
	float *ring = malloc(sizeof(float) * w * taps);
	float *line = malloc(sizeof(float) * (w + 2 * radius));
	float *y0 = malloc(sizeof(float) * w * taps);
	float *sum = malloc(sizeof(float) * w);
	if (!ring || !line || !y0 || !sum) {
		free(ring); free(line); free(y0); free(sum);
		return -1;
	}
	for (int y = -radius; y < h + radius; y++) {
		// The row enters the ring before any pixel below its reach is changed.
		if (y < h && y >= 0) {
			float *own = y0 + (size_t) (y % taps) * w;
			const unsigned char *p = pix + (size_t) y * w * 3;
			for (int x = 0; x < w; x++, p += 3)
				line[x + radius] = own[x] = luma(p);
			for (int i = 0; i < radius; i++) {
				line[i] = own[0];
				line[w + radius + i] = own[w - 1];
			}
			float *out = ring + (size_t) (y % taps) * w;
			memset(out, 0, sizeof(float) * w);
			for (int i = 0; i < taps; i++)
				for (int x = 0; x < w; x++)
					out[x] += kernel[i] * line[x + i];
		}
		int row = y - radius;
		if (row < 0 || row >= h)
			continue;
		memset(sum, 0, sizeof(float) * w);
		for (int i = -radius; i <= radius; i++) {
			int from = row + i < 0 ? 0 : row + i >= h ? h - 1 : row + i;
			const float *in = ring + (size_t) (from % taps) * w;
			for (int x = 0; x < w; x++)
				sum[x] += kernel[i + radius] * in[x];
		}
		const float *own = y0 + (size_t) (row % taps) * w;
		unsigned char *p = pix + (size_t) row * w * 3;
		for (int x = 0; x < w; x++, p += 3)
			shift(p, clampf(g->sharpen * (own[x] - sum[x]), g->sharpen_limit));
	}
	free(ring); free(line); free(y0); free(sum);
	return 0;
}

// The pre-curve and the matrix become one table of vectors for each input channel,
// in 16.16 fixed point; clamping and the post-curve become one table that is long
// enough for every sum.
enum { LOW = 2048, SPAN = 8192 };
typedef int lanes __attribute__((vector_size(16)));

static int colour(unsigned char *pix, size_t n, const pg_grade *g) {
	lanes *in = aligned_alloc(16, 3 * 256 * sizeof(lanes));
	unsigned char *out = malloc(3 * SPAN);
	float lowest = 0, highest = 0;
	if (!in || !out) {
		free(in); free(out);
		return -1;
	}
	for (int r = 0; r < 3; r++) {
		float low = g->offset[r], high = g->offset[r];
		for (int c = 0; c < 3; c++) {
			float m = g->matrix[3 * r + c] * 255;
			*(m < 0 ? &low : &high) += m;
		}
		lowest = low < lowest ? low : lowest;
		highest = high > highest ? high : highest;
	}
	if (lowest < 1 - LOW || highest > SPAN - LOW - 2) { // No valid recipe comes near.
		free(in); free(out);
		return -1;
	}
	for (int c = 0; c < 3; c++)
		for (int i = 0; i < 256; i++) {
			lanes *t = &in[256 * c + i];
			for (int r = 0; r < 3; r++) {
				double v = (double) g->matrix[3 * r + c] * g->pre[256 * c + i];
				if (c == 0)
					v += g->offset[r] + 0.5 + LOW;
				(*t)[r] = (int) floor(v * 65536 + 0.5);
			}
			(*t)[3] = 0;
		}
	for (int c = 0; c < 3; c++)
		for (int i = 0; i < SPAN; i++)
			out[SPAN * c + i] = g->post[256 * c + clamp(i - LOW)];
	for (size_t i = 0; i < n; i++, pix += 3) {
		lanes v = (in[pix[0]] + in[256 + pix[1]] + in[512 + pix[2]]) >> 16;
		pix[0] = out[v[0]];
		pix[1] = out[SPAN + v[1]];
		pix[2] = out[2 * SPAN + v[2]];
	}
	free(in); free(out);
	return 0;
}

static void vignette(unsigned char *pix, int w, int h, const pg_grade *g) {
	float half = sqrtf((float) w * w + (float) h * h) / 2;
	float start = g->vignette_start;
	for (int y = 0; y < h; y++) {
		float dy = y + 0.5f - h / 2.0f;
		unsigned char *p = pix + (size_t) y * w * 3;
		for (int x = 0; x < w; x++, p += 3) {
			float dx = x + 0.5f - w / 2.0f;
			float t = (sqrtf(dx * dx + dy * dy) / half - start) / (1 - start);
			if (t <= 0)
				continue;
			if (t > 1)
				t = 1;
			float f = 1 - g->vignette * t * t * (3 - 2 * t);
			for (int c = 0; c < 3; c++)
				p[c] = (int) (p[c] * f + 0.5f);
		}
	}
}

int pg_apply(unsigned char *pix, int w, int h, const pg_grade *g) {
	if (g->structure > 0 && structure(pix, w, h, g))
		return -1;
	if (g->sharpen > 0 && sharpen(pix, w, h, g))
		return -1;
	if (colour(pix, (size_t) w * h, g))
		return -1;
	if (g->vignette > 0)
		vignette(pix, w, h, g);
	return 0;
}

// Turns src, w × h, clockwise and then mirrors it, in blocks that fit the cache.
void pg_turn(const unsigned char *src, int w, int h, unsigned char *dst, int quarters, int mirror) {
	int ow = quarters % 2 ? h : w, oh = quarters % 2 ? w : h;
	for (int by = 0; by < oh; by += 32)
		for (int bx = 0; bx < ow; bx += 32)
			for (int y = by; y < oh && y < by + 32; y++)
				for (int x = bx; x < ow && x < bx + 32; x++) {
					int u = mirror ? ow - 1 - x : x, sx = u, sy = y;
					switch (quarters) {
					case 1: sx = y; sy = h - 1 - u; break;
					case 2: sx = w - 1 - u; sy = h - 1 - y; break;
					case 3: sx = w - 1 - y; sy = u; break;
					}
					memcpy(dst + 3 * ((size_t) y * ow + x), src + 3 * ((size_t) sy * w + sx), 3);
				}
}

// Catmull-Rom weights for a fraction 0..1.
static inline void weights(float t, float *k) {
	k[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
	k[1] = (1.5f * t - 2.5f) * t * t + 1;
	k[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
	k[3] = (0.5f * t - 0.5f) * t * t;
}

static inline int inside(int v, int n) { return v < 0 ? 0 : v >= n ? n - 1 : v; }

void pg_warp(const unsigned char *src, int sw, int sh, unsigned char *dst, int w, int h, const double *m) {
	for (int v = 0; v < h; v++)
		for (int u = 0; u < w; u++, dst += 3) {
			double near = m[6] * (u + 0.5) + m[7] * (v + 0.5) + m[8];
			double x = (m[0] * (u + 0.5) + m[1] * (v + 0.5) + m[2]) / near - 0.5;
			double y = (m[3] * (u + 0.5) + m[4] * (v + 0.5) + m[5]) / near - 0.5;
			int ix = (int) floor(x), iy = (int) floor(y);
			float kx[4], ky[4], out[3] = { 0, 0, 0 };
			weights(x - ix, kx);
			weights(y - iy, ky);
			for (int j = 0; j < 4; j++) {
				const unsigned char *row = src + (size_t) inside(iy + j - 1, sh) * sw * 3;
				float line[3] = { 0, 0, 0 };
				for (int i = 0; i < 4; i++) {
					const unsigned char *p = row + (size_t) inside(ix + i - 1, sw) * 3;
					for (int c = 0; c < 3; c++)
						line[c] += kx[i] * p[c];
				}
				for (int c = 0; c < 3; c++)
					out[c] += ky[j] * line[c];
			}
			for (int c = 0; c < 3; c++)
				dst[c] = clamp((int) floorf(out[c] + 0.5f));
		}
}
