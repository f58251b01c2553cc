#include <malloc.h>
#include <math.h>
#include <string.h>
#include <vips/vips.h>

#include "native.h"

// Only these loaders may run. TIFF is also how steps hand pixels to each other.
void pg_guard(void) {
	vips_operation_block_set("VipsForeignLoad", TRUE);
	vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
	vips_operation_block_set("VipsForeignLoadPng", FALSE);
	vips_operation_block_set("VipsForeignLoadNsgif", FALSE);
	vips_operation_block_set("VipsForeignLoadWebp", FALSE);
	vips_operation_block_set("VipsForeignLoadHeif", FALSE);
	vips_operation_block_set("VipsForeignLoadTiff", FALSE);
	vips_cache_set_max(0);
	vips_concurrency_set(1);
}

static int load(const void *buf, size_t len, int format, int shrink, VipsFailOn fail_on, VipsImage **out) {
	void *b = (void *) buf;
	switch (format) {
	case PG_JPEG:
		return vips_jpegload_buffer(b, len, out, "access", VIPS_ACCESS_SEQUENTIAL, "shrink", shrink, "fail_on", fail_on, NULL);
	case PG_PNG:
		return vips_pngload_buffer(b, len, out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
	case PG_GIF:
		return vips_gifload_buffer(b, len, out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
	case PG_WEBP:
		return vips_webpload_buffer(b, len, out, "access", VIPS_ACCESS_SEQUENTIAL, "scale", 1.0 / shrink, "fail_on", fail_on, NULL);
	case PG_HEIF:
		return vips_heifload_buffer(b, len, out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
	case PG_TIFF:
		return vips_tiffload_buffer(b, len, out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
	}
	vips_error("photogram", "no loader");
	return -1;
}

int pg_probe(const void *buf, size_t len, int format, pg_header *out) {
	VipsImage *im;
	if (load(buf, len, format, 1, VIPS_FAIL_ON_NONE, &im))
		return -1;
	out->width = vips_image_get_width(im);
	out->height = vips_image_get_page_height(im);
	// vips_image_get_n_pages says 1 of what has very many.
	out->frames = 1;
	if (vips_image_get_typeof(im, VIPS_META_N_PAGES) && vips_image_get_int(im, VIPS_META_N_PAGES, &out->frames)) {
		g_object_unref(im);
		return -1;
	}
	out->orientation = vips_image_get_orientation(im);
	out->plain = vips_image_get_bands(im) == 3 && vips_image_get_format(im) == VIPS_FORMAT_UCHAR &&
		vips_image_get_interpretation(im) == VIPS_INTERPRETATION_sRGB;
	out->profile = vips_image_get_typeof(im, VIPS_META_ICC_NAME) != 0;
	g_object_unref(im);
	return 0;
}

int pg_verify(const void *buf, size_t len, int format, int strict) {
	VipsImage *im;
	double mean;
	if (format == PG_HEIF)
		return pg_heif_verify(buf, len);
	if (load(buf, len, format, 8, strict ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_TRUNCATED, &im))
		return -1;
	vips_error_clear();
	int rc = vips_avg(im, &mean, NULL);
	// A warning about the last rows comes too late for the loader, which keeps its words alone.
	if (strict && !rc && *vips_error_buffer())
		rc = -1;
	g_object_unref(im);
	return rc;
}

// Runs a pipeline over some rows, top to bottom, into memory that the caller owns.
int pg_rows(VipsImage *im, int top, int rows, unsigned char *out) {
	VipsRegion *region = vips_region_new(im);
	size_t line = VIPS_IMAGE_SIZEOF_LINE(im);
	int rc = top + rows > im->Ysize ? -1 : 0;
	for (int y = top; y < top + rows && !rc; y += 64) {
		VipsRect strip = { 0, y, im->Xsize, VIPS_MIN(64, top + rows - y) };
		rc = vips_region_prepare(region, &strip);
		for (int i = 0; i < strip.height && !rc; i++, out += line)
			memcpy(out, VIPS_REGION_ADDR(region, 0, y + i), line);
	}
	g_object_unref(region);
	return rc;
}

// Tone mapping of ffmpeg's filter tonemap=mobius:desat=0, by which HDR videos are made.
static float mobius(float v) {
	const float j = 0.3f, peak = 10;
	if (v <= j)
		return v;
	const float a = -j * j * (peak - 1) / (j * j - 2 * j + peak), b = (j * j - 2 * j * peak + peak) / (peak - 1);
	return (b * b + 2 * b * j + j * j) / (b - a) * (v + a) / (v + b);
}

static void show(const pg_colours *k, const float *in, unsigned char *out) {
	float v[3];
	for (int c = 0; c < 3; c++)
		v[c] = k->matrix[3 * c] * in[0] + k->matrix[3 * c + 1] * in[1] + k->matrix[3 * c + 2] * in[2];
	if (k->hdr) {
		float top = fmaxf(fmaxf(v[0], v[1]), fmaxf(v[2], 1e-6f)), to = mobius(top) / top;
		for (int c = 0; c < 3; c++)
			v[c] *= to;
	}
	for (int c = 0; c < 3; c++)
		out[c] = k->shown[v[c] <= 0 ? 0 : v[c] >= 1 ? k->steps : (int) (v[c] * k->steps + 0.5f)];
}

// Like pg_rows of all rows, for 8 or 16 bits in other colours.
static int show_rows(VipsImage *im, const pg_colours *k, unsigned char *out) {
	VipsRegion *region = vips_region_new(im);
	int rc = 0;
	for (int y = 0; y < im->Ysize && !rc; y += 64) {
		VipsRect strip = { 0, y, im->Xsize, VIPS_MIN(64, im->Ysize - y) };
		rc = vips_region_prepare(region, &strip);
		for (int i = 0; i < strip.height && !rc; i++) {
			const VipsPel *p = VIPS_REGION_ADDR(region, 0, y + i);
			for (int x = 0; x < 3 * im->Xsize; x += 3, out += 3) {
				float in[3];
				for (int c = 0; c < 3; c++)
					in[c] = k->linear[im->BandFmt == VIPS_FORMAT_USHORT ? ((const unsigned short *) p)[x + c] : 257 * p[x + c]];
				show(k, in, out);
			}
		}
	}
	g_object_unref(region);
	return rc;
}

// Makes what is not RGB already into that, keeping 16 bits.
static int to_rgb(VipsImage *in, int deep, VipsImage **out) {
	if (deep && in->BandFmt == VIPS_FORMAT_USHORT && in->Bands >= 3)
		return vips_copy(in, out, "interpretation", VIPS_INTERPRETATION_RGB16, NULL);
	if (deep && in->BandFmt == VIPS_FORMAT_USHORT)
		return vips_colourspace(in, out, VIPS_INTERPRETATION_RGB16, NULL);
	return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, NULL);
}

static int shrink(const void *buf, size_t len, int format, int profile, int w, int h, VipsImage **out) {
	// Exporting a picture that has no profile would shift its colours.
	const char *to = profile ? "srgb" : NULL;
	int rc;
	if (format != PG_HEIF)
		return to ? vips_thumbnail_buffer((void *) buf, len, out, w, "height", h, "size", VIPS_SIZE_FORCE, "no_rotate", TRUE, "export_profile", to, NULL)
			: vips_thumbnail_buffer((void *) buf, len, out, w, "height", h, "size", VIPS_SIZE_FORCE, "no_rotate", TRUE, NULL);
	VipsImage *im = pg_heif(buf, len);
	if (!im)
		return -1;
	if (!profile)
		vips_image_remove(im, VIPS_META_ICC_NAME);
	rc = to ? vips_thumbnail_image(im, out, w, "height", h, "size", VIPS_SIZE_FORCE, "no_rotate", TRUE, "export_profile", to, NULL)
		: vips_thumbnail_image(im, out, w, "height", h, "size", VIPS_SIZE_FORCE, "no_rotate", TRUE, NULL);
	g_object_unref(im);
	return rc;
}

// The streaming decode: shrinks with alpha and profile taken into account, then
// sRGB, flat on white, 8 bits.
int pg_decode(const void *buf, size_t len, int format, int profile, const pg_colours *colours,
	int scaled_w, int scaled_h, int left, int top, int w, int h, unsigned char *out) {
	VipsImage *base = vips_image_new();
	VipsImage **t = (VipsImage **) vips_object_local_array(VIPS_OBJECT(base), 6);
	int rc = -1;

	if (!shrink(buf, len, format, profile, scaled_w, scaled_h, &t[0]) && !to_rgb(t[0], colours != NULL, &t[1])) {
		double white[1] = { t[1]->BandFmt == VIPS_FORMAT_USHORT ? 65535 : 255 };
		VipsArrayDouble *background = vips_array_double_new(white, 1);
		// vips_flatten takes the last band for alpha, whatever it is.
		if (!(vips_image_hasalpha(t[1]) ? vips_flatten(t[1], &t[2], "background", background, NULL) : vips_copy(t[1], &t[2], NULL)) &&
			!vips_extract_area(t[2], &t[3], left, top, w, h, NULL) &&
			!(t[3]->BandFmt == VIPS_FORMAT_USHORT ? vips_copy(t[3], &t[4], NULL) : vips_cast_uchar(t[3], &t[4], NULL))) {
			if (t[4]->Bands != 3)
				vips_error("photogram", "%d bands after conversion", t[4]->Bands);
			else
				rc = colours ? show_rows(t[4], colours, out) : pg_rows(t[4], 0, t[4]->Ysize, out);
		}
		vips_area_unref(VIPS_AREA(background));
	}
	g_object_unref(base);
	return rc;
}

// The caller's pixels as a picture, without a copy.
static VipsImage *wrap(const unsigned char *pix, int w, int h) {
	VipsImage *raw, *im = NULL;
	if (!(raw = vips_image_new_from_memory(pix, (size_t) w * h * 3, w, h, 3, VIPS_FORMAT_UCHAR)))
		return NULL;
	if (vips_copy(raw, &im, "interpretation", VIPS_INTERPRETATION_sRGB, NULL))
		im = NULL;
	g_object_unref(raw);
	return im;
}

int pg_webp(const unsigned char *pix, int w, int h, int quality, int effort, int lossless, void **out, size_t *len) {
	VipsImage *im = wrap(pix, w, h);
	if (!im)
		return -1;
	int rc = vips_webpsave_buffer(im, out, len, "Q", quality, "effort", effort, "lossless", lossless, "strip", TRUE, NULL);
	g_object_unref(im);
	return rc;
}

int pg_avif(const unsigned char *pix, int w, int h, int quality, int effort, int sharp, void **out, size_t *len) {
	VipsImage *im = wrap(pix, w, h);
	if (!im)
		return -1;
	int rc = vips_heifsave_buffer(im, out, len, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "Q", quality, "effort", effort, "strip", TRUE,
		"bitdepth", 8, "subsample_mode", sharp ? VIPS_FOREIGN_SUBSAMPLE_OFF : VIPS_FOREIGN_SUBSAMPLE_ON, NULL);
	g_object_unref(im);
	return rc;
}

int pg_jpeg(const unsigned char *pix, int w, int h, int quality, int sharp, void **out, size_t *len) {
	VipsImage *im = wrap(pix, w, h);
	if (!im)
		return -1;
	int rc = vips_jpegsave_buffer(im, out, len, "Q", quality, "strip", TRUE,
		"subsample_mode", sharp ? VIPS_FOREIGN_SUBSAMPLE_OFF : VIPS_FOREIGN_SUBSAMPLE_ON, NULL);
	g_object_unref(im);
	return rc;
}

void pg_free(void *p) { g_free(p); }

void pg_error(char *out, size_t size) {
	g_strlcpy(out, vips_error_buffer(), size);
	vips_error_clear();
}

// After each job: what libvips keeps for a thread, and what malloc keeps.
void pg_done(void) {
	vips_thread_shutdown();
	malloc_trim(0);
}

VipsImage *pg_pages(const void *buf, size_t len, int *bands) {
	VipsImage *im;
	if (vips_webpload_buffer((void *) buf, len, &im, "n", -1, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL))
		return NULL;
	*bands = im->Bands;
	return im;
}

void pg_close(VipsImage *im) { g_object_unref(im); }
