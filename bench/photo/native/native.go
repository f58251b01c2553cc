// Package native is the yardstick of bench/photo: every rendition of a photo in one
// pass of plain C on libvips in one process, with nothing between the steps.
package native

/*
#cgo pkg-config: vips
#cgo CFLAGS: -O3
#include <stdlib.h>
#include <vips/vips.h>

static int start(void) {
	if (VIPS_INIT("native"))
		return -1;
	vips_cache_set_max(0);
	vips_concurrency_set(1);
	return 0;
}

static VipsImage *settle(VipsImage *in) {
	VipsImage *out = in ? vips_image_copy_memory(in) : NULL;
	if (in)
		g_object_unref(in);
	return out;
}

static VipsImage *resize(VipsImage *in, int w, int h) {
	VipsImage *out = NULL;
	if (vips_resize(in, &out, (double) w / in->Xsize, "vscale", (double) h / in->Ysize, NULL))
		return NULL;
	return settle(out);
}

static int encode(VipsImage *im) {
	void *buf;
	size_t len;
	if (vips_webpsave_buffer(im, &buf, &len, "Q", 80, "effort", 2, "strip", TRUE, NULL))
		return -1;
	g_free(buf);
	if (vips_jpegsave_buffer(im, &buf, &len, "Q", 82, "optimize_coding", TRUE, "strip", TRUE, NULL))
		return -1;
	g_free(buf);
	return 0;
}

static void grade(VipsImage *im, const unsigned char *pre, const float *m, const unsigned char *post) {
	unsigned char *p = VIPS_IMAGE_ADDR(im, 0, 0);
	size_t n = (size_t) im->Xsize * im->Ysize;
	for (size_t i = 0; i < n; i++, p += 3) {
		float in[3] = { pre[p[0]], pre[256 + p[1]], pre[512 + p[2]] };
		for (int c = 0; c < 3; c++) {
			float v = m[3 * c] * in[0] + m[3 * c + 1] * in[1] + m[3 * c + 2] * in[2] + 0.5f;
			p[c] = post[256 * c + (v < 0 ? 0 : v > 255 ? 255 : (int) v)];
		}
	}
}

// widths goes from large to small.
static int pass(const char *path, const int *widths, int nw, const int *sides, int ns, int maxh,
	const unsigned char *pre, const float *m, const unsigned char *post) {
	VipsImage *t = NULL;
	if (vips_thumbnail(path, &t, widths[0], "height", maxh, "size", VIPS_SIZE_DOWN, "export_profile", "srgb", NULL))
		return -1;
	VipsImage *master = settle(t);
	if (!master)
		return -1;
	grade(master, pre, m, post);
	VipsImage *current = master, *square = NULL;
	int rc = encode(master);
	for (int i = 1; i < nw && !rc; i++) {
		int h = (int) ((double) master->Ysize * widths[i] / master->Xsize + 0.5);
		VipsImage *next = resize(current, widths[i], h);
		if (!next) { rc = -1; break; }
		if (!square && VIPS_MIN(widths[i], h) < sides[0])
			square = g_object_ref(current);
		rc = encode(next);
		if (current != master)
			g_object_unref(current);
		current = next;
	}
	if (!square)
		square = g_object_ref(current);
	for (int i = 0; i < ns && !rc; i++) {
		int edge = VIPS_MIN(square->Xsize, square->Ysize);
		VipsImage *cut = NULL, *next;
		if (vips_extract_area(square, &cut, (square->Xsize - edge) / 2, (square->Ysize - edge) / 2, edge, edge, NULL)) { rc = -1; break; }
		next = resize(cut, sides[i], sides[i]);
		g_object_unref(cut);
		if (!next) { rc = -1; break; }
		rc = encode(next);
		g_object_unref(square);
		square = next;
	}
	g_object_unref(square);
	if (current != master)
		g_object_unref(current);
	g_object_unref(master);
	vips_thread_shutdown();
	return rc;
}
*/
import "C"

import (
	"errors"
	"slices"
	"unsafe"

	"photogram/media/look"
	"photogram/models"
)

// Pass makes all renditions of the photo once and throws them away.
func Pass(path string, g look.Grade) error {
	if C.start() != 0 {
		return errors.New("libvips does not start")
	}
	widths := descending(models.RenditionWidths(models.PageWidths[len(models.PageWidths)-1]))
	sides := descending(models.SquareSizes)
	var pre, post []C.uchar
	for c := range 3 {
		for i := range 256 {
			pre = append(pre, C.uchar(g.Pre[c][i]))
			post = append(post, C.uchar(g.Post[c][i]))
		}
	}
	var m [9]C.float
	for i, v := range g.Matrix {
		m[i] = C.float(v)
	}
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	if C.pass(name, &widths[0], C.int(len(widths)), &sides[0], C.int(len(sides)), models.MaxRenditionHeight, &pre[0], &m[0],
		&post[0]) != 0 {
		return errors.New("libvips: " + C.GoString(C.vips_error_buffer()))
	}
	return nil
}

func descending(in []int) (out []C.int) {
	for _, v := range slices.Backward(in) {
		out = append(out, C.int(v))
	}
	return out
}
