package media

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"photogram/media/look"
	"photogram/models/post"
)

// VideoRecipe is the part of an edit that is applied to videos: sharpening and
// structure look at a whole picture in a way that ffmpeg has no filter for.
func VideoRecipe(r look.Recipe) look.Recipe {
	r.Sharpen, r.Structure = 0, 0
	return r.Normalized()
}

const (
	maxRate   = 30 // frames a second
	cubeSide  = 33
	cubeName  = "colours.cube"
	shadeName = "vignette.pgm"
	// paperWhite is how bright, in nits, HDR shows what is white on a common screen (ITU-R BT.2408).
	paperWhite = 203
)

// filters is a chain from a decoded frame to a finished one. Inputs beside the
// video are files in the working directory.
type filters struct {
	chain         []string
	shade         bool // a second input, the vignette
	width, height int
}

func (f *filters) add(format string, args ...any) {
	f.chain = append(f.chain, fmt.Sprintf(format, args...))
}

// upright is how every chain begins; ffmpeg has turned the frame already.
func (f *filters) upright(info VideoInfo) {
	if info.Format == GIF || info.Format == PNG { // on white, where it is transparent
		f.add("format=rgba,split[v][w];[w]lutrgb=r=255:g=255:b=255:a=255[w1];[w1][v]overlay=format=rgb,format=rgb24")
	}
	switch info.stream.FieldOrder {
	case "tt", "bb", "tb", "bt":
		f.add("bwdif=deint=interlaced")
	}
	if shape := ratio(info.stream.PixelShape, ":"); shape > 0 && shape != 1 {
		f.add("scale=%d:%d,setsar=1", info.Width, info.Height)
	}
}

// geometry turns, straightens and crops as planFor does.
func (f *filters) geometry(info VideoInfo, r look.Recipe) {
	if r.FlipH {
		f.add("hflip")
	}
	if r.FlipV {
		f.add("vflip")
	}
	switch r.Rotate {
	case 90:
		f.add("transpose=clock")
	case 180:
		f.add("hflip,vflip")
	case 270:
		f.add("transpose=cclock")
	}
	w, h := info.Width, info.Height
	if r.Rotate%180 != 0 {
		w, h = h, w
	}
	x, y, cw, ch := r.Crop.Pixels(w, h)
	left, top, cutW, cutH := float64(x), float64(y), float64(cw), float64(ch)
	if r.Straighten != 0 {
		angle := r.Straighten * math.Pi / 180
		long := math.Max(float64(w)/float64(h), float64(h)/float64(w))
		zoom := math.Cos(angle) + long*math.Abs(math.Sin(angle))
		f.add("rotate=%.8f:ow=iw:oh=ih", angle)
		left = float64(w)/2 + (left-float64(w)/2)/zoom
		top = float64(h)/2 + (top-float64(h)/2)/zoom
		cutW, cutH = cutW/zoom, cutH/zoom
	}
	if r.Crop != nil || r.Straighten != 0 {
		f.add("crop=%d:%d:%d:%d:exact=1", max(2, round(cutW)), max(2, round(cutH)), max(0, round(left)), max(0, round(top)))
	}
	f.width, f.height = post.FitVideo(cw, ch)
}

// matrixOf is the matrix that a stream's colours are in. What says nothing is
// taken as players take it, by its size.
func matrixOf(s stream) string {
	switch s.ColorSpace {
	case "bt709", "smpte170m", "smpte240m", "fcc":
		return s.ColorSpace
	case "bt470bg":
		return "smpte170m"
	case "bt2020nc", "bt2020c":
		return "bt2020"
	}
	if max(s.Width, s.Height) < 1280 && s.Height < 720 {
		return "smpte170m"
	}
	return "bt709"
}

// isHDR is whether the stream's levels are not those of a common screen.
func isHDR(s stream) bool { return s.ColorTransfer == "smpte2084" || s.ColorTransfer == "arib-std-b67" }

// isWide is whether the stream's primaries are wider than those of a common screen.
func isWide(s stream) bool {
	return s.ColorPrimaries == "bt2020" || s.ColorPrimaries == "smpte432" || s.ColorPrimaries == "smpte431"
}

// sized brings the frame to its size and to the matrix, range and format given.
func (f *filters) sized(s stream, zscale bool, matrix, span, format string) {
	rgb := s.Codec == "gif" || s.Codec == "apng"
	if zscale && !rgb && (isHDR(s) || isWide(s)) {
		primaries, transfer, m := s.ColorPrimaries, s.ColorTransfer, s.ColorSpace
		if primaries == "" || primaries == "unknown" {
			primaries = "bt2020"
		}
		switch m {
		case "bt709", "bt2020nc", "bt2020c", "smpte170m", "bt470bg":
		default:
			m = map[bool]string{true: "bt2020nc", false: "bt709"}[isHDR(s)]
		}
		if !isHDR(s) {
			transfer = "bt709"
		}
		f.add("setparams=color_primaries=%s:color_trc=%s:colorspace=%s", primaries, transfer, m)
		if isHDR(s) {
			f.add("zscale=w=%d:h=%d:t=linear:npl=%d,format=gbrpf32le,"+
				"zscale=p=bt709,tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p", f.width, f.height, paperWhite)
		} else {
			f.add("zscale=w=%d:h=%d:p=bt709:t=bt709:m=bt709:r=tv,format=yuv444p", f.width, f.height)
		}
		f.add("scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=%s:out_range=%s,format=%s", matrix, span, format)
		return
	}
	in := ":in_color_matrix=" + matrixOf(s)
	if rgb {
		in = ""
	}
	f.add("scale=%d:%d:flags=bicubic+accurate_rnd+full_chroma_int%s:out_color_matrix=%s:out_range=%s,format=%s", f.width, f.height,
		in, matrix, span, format)
}

// videoFilters is the chain for a video's files.
func videoFilters(info VideoInfo, r look.Recipe, zscale bool) filters {
	var f filters
	f.upright(info)
	rate := ratio(info.stream.Rate, "/")
	if rate > maxRate || rate == 0 {
		f.add("fps=%d:start_time=0", maxRate)
	} else {
		f.add("fps=%s:start_time=0", info.stream.Rate) // the first picture stands until the second, from the beginning on
	}
	if info.holdsLast() { // -t ends it
		f.add("tpad=stop=-1:stop_mode=clone")
	}
	f.geometry(info, r)
	g := look.Compile(r)
	f.shade = g.Vignette > 0
	if plain := look.Identity(); g == plain {
		f.sized(info.stream, zscale, "bt709", "tv", "yuv420p")
	} else {
		f.sized(info.stream, zscale, "bt709", "pc", "gbrp")
		shade := g.Vignette
		g.Vignette = 0
		if g != plain {
			f.add("lut3d=file=%s:interp=tetrahedral", cubeName)
		}
		if shade > 0 {
			f.add("null[c];[1:v]format=gbrp[s];[c][s]blend=all_mode=multiply")
		}
		f.add("scale=flags=bicubic+accurate_rnd+full_chroma_int:out_color_matrix=bt709:out_range=tv,format=yuv420p")
	}
	f.add("setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709")
	return f
}

// posterFilters is the chain for one whole, upright frame, which then goes the way of a photo.
func posterFilters(info VideoInfo, zscale bool) filters {
	f := filters{width: info.Width, height: info.Height}
	f.upright(info)
	f.sized(info.stream, zscale, "smpte170m", "pc", "yuvj444p") // what a JPEG is in
	return f
}

// inputs writes what a chain needs beside the video, and gives its arguments.
func (f *filters) inputs(dir string, r look.Recipe) ([]string, error) {
	g := look.Compile(r)
	if f.shade {
		if err := writeShade(filepath.Join(dir, shadeName), &g, f.width, f.height); err != nil {
			return nil, err
		}
	}
	shade := g.Vignette
	g.Vignette = 0
	if g != look.Identity() {
		if err := writeCube(filepath.Join(dir, cubeName), &g); err != nil {
			return nil, err
		}
	}
	if shade > 0 {
		return []string{"-f", "pgm_pipe", "-i", "file:" + shadeName}, nil
	}
	return nil, nil
}

// writeCube writes the colours of a grade as a table for ffmpeg. The steps are
// computed between whole levels, so that the table stays smooth.
func writeCube(path string, g *look.Grade) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintf(w, "LUT_3D_SIZE %d\n", cubeSide)
	level := func(i int) float64 { return float64(i) * 255 / (cubeSide - 1) }
	line := make([]byte, 0, 64)
	for b := range cubeSide {
		for gr := range cubeSide {
			for r := range cubeSide {
				line = line[:0]
				for _, v := range gradeBetween(g, level(r), level(gr), level(b)) {
					line = append(strconv.AppendFloat(line, v/255, 'f', 5, 64), ' ')
				}
				line[len(line)-1] = '\n'
				if _, err := w.Write(line); err != nil {
					return err
				}
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return readableFile(path, f.Close())
}

// gradeBetween is Grade.Color for levels that need not be whole, without rounding between the steps.
func gradeBetween(g *look.Grade, r, gr, b float64) [3]float64 {
	in := [3]float64{tableAt(&g.Pre[0], r), tableAt(&g.Pre[1], gr), tableAt(&g.Pre[2], b)}
	var out [3]float64
	for c := range 3 {
		v := g.Matrix[3*c]*in[0] + g.Matrix[3*c+1]*in[1] + g.Matrix[3*c+2]*in[2] + g.Offset[c]
		out[c] = tableAt(&g.Post[c], math.Min(255, math.Max(0, v)))
	}
	return out
}

func tableAt(t *[256]uint8, v float64) float64 {
	low := min(int(v), 254)
	part := v - float64(low)
	return float64(t[low])*(1-part) + float64(t[low+1])*part
}

// writeShade writes a vignette as a grey picture that the frame is multiplied with.
func writeShade(path string, g *look.Grade, w, h int) error {
	pix := make([]byte, 0, w*h+32)
	pix = fmt.Appendf(pix, "P5\n%d %d\n255\n", w, h)
	for y := range h {
		for x := range w {
			pix = append(pix, uint8(math.Round(255*g.VignetteAt(x, y, w, h))))
		}
	}
	return readableFile(path, os.WriteFile(path, pix, 0o644))
}

// readableFile lets a confined process of another user read a file, whatever the
// umask is. Nobody else gets into its directory.
func readableFile(path string, err error) error {
	if err != nil {
		return err
	}
	return os.Chmod(path, 0o644)
}

// join makes one chain.
func (f *filters) join() string { return strings.Join(f.chain, ",") }
