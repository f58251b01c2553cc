// What native.go calls: libvips for headers, checks, streaming decodes and WebP,
// and plain loops over 8-bit RGB for what libvips through bimg cannot do.
#ifndef PHOTOGRAM_NATIVE_H
#define PHOTOGRAM_NATIVE_H

#include <stddef.h>

enum { PG_JPEG = 1, PG_PNG, PG_GIF, PG_WEBP, PG_HEIF, PG_TIFF };

typedef struct {
	int width, height; // as stored
	int frames;
	int orientation; // EXIF, 1..8
	int plain;       // 8-bit RGB without alpha
	int profile;     // has an ICC profile
} pg_header;

// How levels become light, and that those of sRGB.
typedef struct {
	const float *linear;        // 65,536
	const unsigned char *shown; // steps + 1
	int steps;
	float matrix[9];
	int hdr;
} pg_colours;

// Functions return 0, or -1 with the reason in pg_error.
void pg_guard(void);
int pg_probe(const void *buf, size_t len, int format, pg_header *out);
// The frames of an animated WebP one below the other, 8-bit RGB or RGBA.
struct _VipsImage *pg_pages(const void *buf, size_t len, int *bands);
int pg_rows(struct _VipsImage *im, int top, int rows, unsigned char *out);
void pg_close(struct _VipsImage *im);
int pg_verify(const void *buf, size_t len, int format, int strict);
int pg_heif_verify(const void *buf, size_t len);
struct _VipsImage *pg_heif(const void *buf, size_t len);
int pg_decode(const void *buf, size_t len, int format, int profile, const pg_colours *colours,
	int scaled_w, int scaled_h, int left, int top, int w, int h, unsigned char *out);
int pg_webp(const unsigned char *pix, int w, int h, int quality, int effort, int lossless, void **out, size_t *len);
int pg_avif(const unsigned char *pix, int w, int h, int quality, int effort, int sharp, void **out, size_t *len);
// sharp keeps colour at full resolution.
int pg_jpeg(const unsigned char *pix, int w, int h, int quality, int sharp, void **out, size_t *len);
void pg_free(void *p);
void pg_error(char *out, size_t size);
void pg_done(void);

typedef struct {
	const unsigned char *pre;  // 3 × 256
	const unsigned char *post; // 3 × 256
	float matrix[9], offset[3];
	float vignette, vignette_start;
	float structure, structure_limit; // gain already multiplied in
	int structure_cells;
	float sharpen, sharpen_limit, sharpen_scale;
} pg_grade;

int pg_apply(unsigned char *pix, int w, int h, const pg_grade *g);
void pg_turn(const unsigned char *src, int w, int h, unsigned char *dst, int quarters, int mirror);
void pg_warp(const unsigned char *src, int sw, int sh, unsigned char *dst, int w, int h, const double *map);
#endif
