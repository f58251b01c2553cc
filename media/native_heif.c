#define _GNU_SOURCE
#include <libheif/heif.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <vips/vips.h>

#include "native.h"

// A decoded picture in the planes of its coding. libvips would have libheif make an
// interleaved copy of all of it, of twice the bytes and more; rows of this are
// turned into RGB as they are asked for.
typedef struct {
	struct heif_image *img;
	const uint8_t *plane[4]; // Y or R, Cb or G, Cr or B, alpha
	int stride[4];
	int bits, alpha_bits;
	int planes; // of colour: 1 for grey
	int sx, sy; // 1 where chroma has half the resolution
	int rgb, ycgco;
	float yadd, ymul, cadd, cmul; // to 0..1 and -0.5..0.5
	float crr, cbg, crg, cbb;
} decoded;

static void decoded_free(decoded *d) {
	if (d->img)
		heif_image_release(d->img);
	g_free(d);
}

static void on_close(VipsImage *im, gpointer d) {
	(void) im;
	decoded_free(d);
}

static inline float level(const decoded *d, int plane, int x, int y) {
	const uint8_t *row = d->plane[plane] + (size_t) y * d->stride[plane];
	return d->bits > 8 ? ((const uint16_t *) row)[x] : row[x];
}

static inline int whole(float v, int top) {
	v = v * top + 0.5f;
	return v <= 0 ? 0 : v >= top ? top : (int) v;
}

static int rows(VipsRegion *out, void *seq, void *a, void *b, gboolean *stop) {
	const decoded *d = b;
	const VipsRect *r = &out->valid;
	int bands = out->im->Bands, deep = out->im->BandFmt == VIPS_FORMAT_USHORT, top = deep ? 65535 : 255;
	float alpha_top = d->plane[3] ? (float) ((1 << d->alpha_bits) - 1) : 1;
	(void) seq; (void) a; (void) stop;
	for (int y = r->top; y < r->top + r->height; y++) {
		VipsPel *q = VIPS_REGION_ADDR(out, r->left, y);
		for (int x = r->left; x < r->left + r->width; x++) {
			float c[4], l = (level(d, 0, x, y) - d->yadd) * d->ymul;
			if (d->planes == 1)
				c[0] = c[1] = c[2] = l;
			else if (d->rgb) {
				c[0] = l;
				c[1] = (level(d, 1, x, y) - d->yadd) * d->ymul;
				c[2] = (level(d, 2, x, y) - d->yadd) * d->ymul;
			}
			else {
				float cb = (level(d, 1, x >> d->sx, y >> d->sy) - d->cadd) * d->cmul;
				float cr = (level(d, 2, x >> d->sx, y >> d->sy) - d->cadd) * d->cmul;
				if (d->ycgco) {
					c[0] = l - cb + cr;
					c[1] = l + cb;
					c[2] = l - cb - cr;
				}
				else {
					c[0] = l + d->crr * cr;
					c[1] = l - d->cbg * cb - d->crg * cr;
					c[2] = l + d->cbb * cb;
				}
			}
			if (bands == 4) {
				const uint8_t *row = d->plane[3] + (size_t) y * d->stride[3];
				c[3] = (d->alpha_bits > 8 ? ((const uint16_t *) row)[x] : row[x]) / alpha_top;
			}
			for (int i = 0; i < bands; i++)
				if (deep)
					((uint16_t *) q)[i] = whole(c[i], top);
				else
					q[i] = whole(c[i], top);
			q += bands * (deep ? 2 : 1);
		}
	}
	return 0;
}

// Matrix coefficients of ITU-T H.273, table 4.
static void matrix_of(decoded *d, int matrix, int primaries, int full) {
	float kr = 0.299f, kb = 0.114f, one = (float) (1 << (d->bits - 8)), top = (float) ((1 << d->bits) - 1);
	if (matrix == 12 || matrix == 13) // as the primaries have it
		matrix = primaries == 9 ? 9 : primaries == 12 ? -12 : primaries == 1 ? 1 : 6;
	switch (matrix) {
	case 0: d->rgb = 1; break;
	case 1: kr = 0.2126f; kb = 0.0722f; break;
	case 4: kr = 0.30f; kb = 0.11f; break;
	case 7: kr = 0.212f; kb = 0.087f; break;
	case 8: d->ycgco = 1; break;
	case 9: case 10: kr = 0.2627f; kb = 0.0593f; break;
	case -12: kr = 0.22897f; kb = 0.07929f; break;
	}
	float kg = 1 - kr - kb;
	d->crr = 2 * (1 - kr);
	d->cbb = 2 * (1 - kb);
	d->cbg = 2 * kb * (1 - kb) / kg;
	d->crg = 2 * kr * (1 - kr) / kg;
	d->yadd = full ? 0 : 16 * one;
	d->ymul = full ? 1 / top : 1 / (219 * one);
	d->cadd = 128 * one;
	d->cmul = full ? 1 / top : 1 / (224 * one);
}

static int heif_failed(struct heif_error e) {
	if (e.code == heif_error_Ok)
		return 0;
	vips_error("photogram", "libheif: %s", e.message ? e.message : "error");
	return 1;
}

// dav1d begins as many threads as there are processors, and then keeps the
// coefficients of the whole picture, of several times its bytes. It is told of one.
static struct heif_error decode_alone(struct heif_image_handle *handle, struct heif_image **img, struct heif_decoding_options *options) {
	cpu_set_t all, one;
	int cpu = sched_getcpu(), known = cpu >= 0 && cpu < CPU_SETSIZE && !sched_getaffinity(0, sizeof(all), &all);
	if (known) {
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		known = !sched_setaffinity(0, sizeof(one), &one);
	}
	struct heif_error e = heif_decode_image(handle, img, heif_colorspace_undefined, heif_chroma_undefined, options);
	if (known)
		sched_setaffinity(0, sizeof(all), &all);
	return e;
}

// Newer versions bring what they decode to the matrix and range of sRGB unless they
// are asked for others, by way of RGB and at the cost of three more copies.
static void keep_colours(struct heif_image_handle *handle, struct heif_decoding_options *options, struct heif_color_profile_nclx **own) {
#if LIBHEIF_NUMERIC_VERSION >= ((1 << 24) | (21 << 16))
	struct heif_error e = heif_image_handle_get_nclx_color_profile(handle, own);
	if (options->version >= 8 && e.code == heif_error_Ok)
		options->output_image_nclx_profile = *own;
#endif
#if LIBHEIF_NUMERIC_VERSION >= ((1 << 24) | (23 << 16))
	if (options->version >= 10)
		options->output_image_nclx_profile_passthrough = 1;
#endif
	(void) handle; (void) options; (void) own;
}

static decoded *decode(const void *buf, size_t len, void **profile, size_t *profile_len) {
	struct heif_context *ctx = heif_context_alloc();
	struct heif_image_handle *handle = NULL;
	struct heif_decoding_options *options = heif_decoding_options_alloc();
	struct heif_color_profile_nclx *own = NULL;
	decoded *d = g_new0(decoded, 1);
	int bad = 1;
	options->convert_hdr_to_8bit = 0;
	heif_context_set_max_decoding_threads(ctx, 0); // each tile under way takes memory
	if (heif_failed(heif_context_read_from_memory_without_copy(ctx, buf, len, NULL)) ||
		heif_failed(heif_context_get_primary_image_handle(ctx, &handle)))
		goto done;
	keep_colours(handle, options, &own);
	if (heif_failed(decode_alone(handle, &d->img, options)))
		goto done;
	size_t n = heif_image_handle_get_raw_color_profile_size(handle);
	if (profile && n > 0) {
		*profile = g_malloc(n);
		*profile_len = n;
		if (heif_failed(heif_image_handle_get_raw_color_profile(handle, *profile)))
			goto done;
	}
	enum heif_colorspace space = heif_image_get_colorspace(d->img);
	enum heif_chroma chroma = heif_image_get_chroma_format(d->img);
	d->planes = space == heif_colorspace_monochrome ? 1 : 3;
	d->sx = chroma == heif_chroma_420 || chroma == heif_chroma_422;
	d->sy = chroma == heif_chroma_420;
	d->rgb = space == heif_colorspace_RGB;
	int first = d->rgb ? heif_channel_R : heif_channel_Y;
	d->bits = heif_image_get_bits_per_pixel_range(d->img, first);
	for (int i = 0; i < d->planes; i++) {
		d->plane[i] = heif_image_get_plane_readonly(d->img, first + i, &d->stride[i]);
		if (!d->plane[i] || heif_image_get_bits_per_pixel_range(d->img, first + i) != d->bits) {
			vips_error("photogram", "planes that differ");
			goto done;
		}
	}
	if (heif_image_has_channel(d->img, heif_channel_Alpha)) {
		d->plane[3] = heif_image_get_plane_readonly(d->img, heif_channel_Alpha, &d->stride[3]);
		d->alpha_bits = heif_image_get_bits_per_pixel_range(d->img, heif_channel_Alpha);
		if (heif_image_get_width(d->img, heif_channel_Alpha) != heif_image_get_width(d->img, first) ||
			heif_image_get_height(d->img, heif_channel_Alpha) != heif_image_get_height(d->img, first))
			d->plane[3] = NULL;
	}
	if (d->bits < 8 || d->bits > 16 || d->alpha_bits > 16) {
		vips_error("photogram", "%d bits", d->bits);
		goto done;
	}
	struct heif_color_profile_nclx *nclx = NULL;
	struct heif_error none = heif_image_get_nclx_color_profile(d->img, &nclx);
	if (d->rgb)
		matrix_of(d, 0, 1, 1);
	else if (none.code == heif_error_Ok && nclx)
		matrix_of(d, nclx->matrix_coefficients, nclx->color_primaries, nclx->full_range_flag);
	else
		matrix_of(d, 6, 1, 1);
	if (d->rgb && space != heif_colorspace_RGB) { // the planes are G, B, R
		const uint8_t *g = d->plane[0];
		int stride = d->stride[0];
		d->plane[0] = d->plane[2]; d->stride[0] = d->stride[2];
		d->plane[2] = d->plane[1]; d->stride[2] = d->stride[1];
		d->plane[1] = g; d->stride[1] = stride;
	}
	if (nclx)
		heif_nclx_color_profile_free(nclx);
	bad = 0;
done:
	heif_decoding_options_free(options);
	if (own)
		heif_nclx_color_profile_free(own);
	if (handle)
		heif_image_handle_release(handle);
	heif_context_free(ctx);
	if (bad) {
		decoded_free(d);
		return NULL;
	}
	return d;
}

int pg_heif_verify(const void *buf, size_t len) {
	decoded *d = decode(buf, len, NULL, NULL);
	if (!d)
		return -1;
	decoded_free(d);
	return 0;
}

VipsImage *pg_heif(const void *buf, size_t len) {
	void *profile = NULL;
	size_t profile_len = 0;
	decoded *d = decode(buf, len, &profile, &profile_len);
	if (!d) {
		g_free(profile);
		return NULL;
	}
	VipsImage *im = vips_image_new();
	int deep = d->bits > 8;
	vips_image_init_fields(im, heif_image_get_primary_width(d->img), heif_image_get_primary_height(d->img), d->plane[3] ? 4 : 3,
		deep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, deep ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB, 1, 1);
	// Otherwise newer versions of libvips keep a copy of all of it to shrink.
	vips_image_set_int(im, VIPS_META_SEQUENTIAL, 1);
	if (profile)
		vips_image_set_blob_copy(im, VIPS_META_ICC_NAME, profile, profile_len);
	g_free(profile);
	g_signal_connect(im, "close", G_CALLBACK(on_close), d);
	if (vips_image_pipelinev(im, VIPS_DEMAND_STYLE_THINSTRIP, NULL) || vips_image_generate(im, NULL, rows, NULL, NULL, d)) {
		g_object_unref(im);
		return NULL;
	}
	return im;
}
