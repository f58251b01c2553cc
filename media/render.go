package media

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/h2non/bimg"

	"photogram/media/look"
	"photogram/models"
)

const (
	webpQuality    = 80
	webpEffort     = 2 // half the time of libwebp's default for 3 % more bytes
	jpegQuality    = 82
	avifQuality    = 60 // about the error of webpQuality, in three quarters of the bytes
	avifEffort     = 2  // of 9: a tenth of the time of libheif's default
	previewQuality = 85
	fullQuality    = 92

	placeholderEdge    = 24 // pixels
	placeholderQuality = 20
	placeholderBytes   = 500

	// sharpEdges is the share of a picture's places at which colour changes so fast
	// that halving its resolution shows. Photographs have next to none; a page of
	// coloured lettering has a sixth.
	sharpEdges = .01

	sampleSide = 256 // pixels of the part by which the kind of WebP is chosen

	// wholeBytes is the most that bimg may hold of a decoded picture: it keeps all
	// of it in memory. Larger ones are streamed.
	wholeBytes = 24 << 20
)

// render writes every rendition of a job. Only the child process may call it.
func render(f *os.File, job RenderJob, create func(name string) (*os.File, error), limits Limits) (Result, error) {
	o, err := open(f, limits)
	if err != nil {
		return Result{}, err
	}
	fit := models.FitRendition
	if job.Width > 0 && job.Height > 0 {
		fit = func(w, h int) (int, int) { return min(w, job.Width), min(h, job.Height) }
	}
	p := planFor(o.header.width, o.header.height, o.header.orientation, job.Recipe, fit)
	if w, h := job.Recipe.FinishedSize(o.info().Width, o.info().Height); w < limits.MinSide || h < limits.MinSide {
		return Result{}, &Error{TooSmall, fmt.Sprintf("The crop is %d × %d pixels; each side must be at least %d pixels.", w, h,
			limits.MinSide)}
	}
	out := output{create: create}
	if job.Full {
		return out.full(o)
	}
	// An edit of colours only shares its pixels with the preview.
	shared := job.Recipe.GeometryIsIdentity()
	if job.Preview && !shared {
		upright := planFor(o.header.width, o.header.height, o.header.orientation, look.Recipe{}, fitPreview)
		pic, err := o.decode(upright)
		if err != nil {
			return Result{}, err
		}
		if err := out.preview(pic); err != nil {
			return Result{}, err
		}
		releaseMemory() // before the file is decoded once more
	}
	master, err := o.decode(p)
	if err != nil {
		return Result{}, err
	}
	if job.Preview && shared {
		if err := out.preview(master); err != nil {
			return Result{}, err
		}
	}
	o.data = nil
	releaseMemory() // The file and the picture before it was turned.
	if err := master.grade(look.Compile(job.Recipe)); err != nil {
		return Result{}, err
	}
	if job.AVIF {
		return out.avifs(master)
	}
	return out.renditions(master, job.Enlarge)
}

// avifs writes the widths and the larger squares as AVIF.
func (o *output) avifs(master *picture) (Result, error) {
	sharp := master.colourEdges() > sharpEdges
	_, err := o.descend(master, false, models.AVIFSizes, func(p *picture, name func(format string) string) error {
		data, err := p.avif(avifQuality, avifEffort, sharp)
		if err != nil {
			return fmt.Errorf("encode AVIF: %w", err)
		}
		return o.write(name("avif"), p, data)
	})
	return Result{Width: master.width, Height: master.height, Files: o.files}, err
}

// decode makes the upright, straightened, cropped picture of a plan.
func (o *opened) decode(p plan) (*picture, error) {
	pic, err := o.area(p)
	if err != nil {
		return nil, damaged(err)
	}
	pic = pic.turned(p.turn)
	if p.warped {
		pic = pic.warped(p.width, p.height, p.warp())
	}
	return pic, nil
}

// area decodes the needed part of the stored picture at the needed size. bimg
// cannot shrink alpha, CMYK, grey or 16 bits right, so those are streamed too.
func (o *opened) area(p plan) (*picture, error) {
	// libvips' own way with HEIF takes several times the memory.
	if !o.header.plain || o.colours != nil || slices.Contains([]Format{TIFF, HEIF, AVIF}, o.format) ||
		o.wholeSize(p) > wholeBytes || bimg.DetermineImageType(o.data) == bimg.UNKNOWN {
		return decodeStreaming(o.data, o.format, o.header.profile, o.colours, p)
	}
	options := bimg.Options{Type: bimg.TIFF, OutputICC: "srgb"}
	if p.scaledW != o.header.width || p.scaledH != o.header.height {
		options.Width, options.Height, options.Force = p.scaledW, p.scaledH, true
	}
	if p.areaW != p.scaledW || p.areaH != p.scaledH {
		options.Left, options.Top, options.AreaWidth, options.AreaHeight = p.left, p.top, p.areaW, p.areaH
	}
	tiff, err := process(o.data, options)
	if err != nil {
		return nil, err
	}
	return readPicture(tiff)
}

// wholeSize is how many bytes the picture takes when decoded at once.
func (o *opened) wholeSize(p plan) int {
	shrink := 1
	if o.format == JPEG || o.format == WebP {
		for factor := min(o.header.width/p.scaledW, o.header.height/p.scaledH); shrink < 8 && 3*factor/4 >= 2*shrink; {
			shrink *= 2
		}
	}
	return 3 * (o.header.width / shrink) * (o.header.height / shrink)
}

// output writes files and remembers them.
type output struct {
	create   func(name string) (*os.File, error)
	sharp    bool // the pictures have sharp edges between colours
	lossless bool // and cost less without loss than with full colour in a JPEG
	files    []File
}

func (o *output) write(name string, p *picture, data []byte) error {
	f, err := o.create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	o.files = append(o.files, File{name, p.width, p.height, int64(len(data))})
	return nil
}

func (o *output) preview(p *picture) error {
	p, err := p.resized(fitPreview(p.width, p.height))
	if err != nil {
		return err
	}
	data, err := p.jpeg(previewQuality)
	if err != nil {
		return err
	}
	return o.write(PreviewName, p, data)
}

// full writes the whole picture as it was taken, upright, in its own size.
func (o *output) full(from *opened) (Result, error) {
	whole := func(w, h int) (int, int) { return w, h }
	pic, err := from.decode(planFor(from.header.width, from.header.height, from.header.orientation, look.Recipe{}, whole))
	if err != nil {
		return Result{}, err
	}
	from.data = nil
	releaseMemory()
	data, err := pic.jpeg(fullQuality)
	if err != nil {
		return Result{}, err
	}
	return Result{Width: pic.width, Height: pic.height}, o.write(FullName, pic, data)
}

// both writes a picture in every rendition format.
func (o *output) both(p *picture, name func(format string) string) error {
	for _, format := range models.RenditionFormats {
		encode := func() ([]byte, error) { return p.jpeg(jpegQuality) }
		switch {
		case format == "webp":
			encode = func() ([]byte, error) { return p.webp(webpQuality, webpEffort, o.lossless) }
		case o.sharp:
			encode = func() ([]byte, error) { return p.sharpJPEG(jpegQuality) }
		}
		data, err := encode()
		if err != nil {
			return fmt.Errorf("encode %s: %w", name(format), err)
		}
		if err := o.write(name(format), p, data); err != nil {
			return err
		}
	}
	return nil
}

// look decides how colour is kept in all renditions of a picture.
func (o *output) look(master *picture) error {
	if o.sharp = master.colourEdges() > sharpEdges; !o.sharp {
		return nil
	}
	w, h := min(master.width, sampleSide), min(master.height, sampleSide)
	part := master.area((master.width-w)/2, (master.height-h)/2, w, h)
	exact, err := part.webp(webpQuality, webpEffort, true)
	if err != nil {
		return fmt.Errorf("encode a part: %w", err)
	}
	full, err := part.sharpJPEG(jpegQuality)
	if err != nil {
		return fmt.Errorf("encode a part: %w", err)
	}
	o.lossless = len(exact) < len(full)
	return nil
}

// descend makes every width and every square from large to small, each from the smallest
// there is that is larger, and keeps none but the last. It returns the smallest width.
func (o *output) descend(master *picture, enlarge bool, sizes []int,
	write func(p *picture, name func(format string) string) error) (*picture, error) {
	squares := func(from *picture, above int) error { // those that a picture with shorter sides of above would enlarge
		for len(sizes) > 0 {
			side := sizes[len(sizes)-1]
			edge := side
			if !enlarge {
				edge = models.SquareSide(side, master.width, master.height)
			}
			if edge <= above {
				return nil
			}
			sizes = sizes[:len(sizes)-1]
			square, err := from.square(edge)
			if err != nil {
				return err
			}
			if err := write(square, func(f string) string { return models.SquareName(side, f) }); err != nil {
				return err
			}
		}
		return nil
	}
	pic := master
	for _, w := range slices.Backward(models.RenditionWidths(master.width)) {
		next, err := pic.resized(w, max(1, (master.height*w+master.width/2)/master.width))
		if err != nil {
			return nil, err
		}
		if err := squares(pic, min(next.width, next.height)); err != nil {
			return nil, err
		}
		pic = next
		if err := write(pic, func(f string) string { return models.WidthName(w, f) }); err != nil {
			return nil, err
		}
	}
	return pic, squares(pic, 0)
}

// renditions writes every width and square in every format, and a placeholder.
func (o *output) renditions(master *picture, enlarge bool) (Result, error) {
	if err := o.look(master); err != nil {
		return Result{}, err
	}
	smallest, err := o.descend(master, enlarge, models.SquareSizes, o.both)
	if err != nil {
		return Result{}, err
	}
	r, g, b := smallest.average()
	placeholder, err := smallest.placeholder()
	if err != nil {
		return Result{}, err
	}
	return Result{
		Width:       master.width,
		Height:      master.height,
		Placeholder: placeholder,
		Color:       fmt.Sprintf("#%02x%02x%02x", r, g, b),
		Files:       o.files,
	}, nil
}

// placeholder is a data: URI under placeholderBytes.
func (p *picture) placeholder() (string, error) {
	for edge := placeholderEdge; ; edge -= 4 {
		tiny, err := p.resized(fitEdge(p.width, p.height, edge))
		if err != nil {
			return "", err
		}
		data, err := tiny.webp(placeholderQuality, 6, false)
		if err != nil {
			return "", err
		}
		uri := "data:image/webp;base64," + base64.StdEncoding.EncodeToString(data)
		if len(uri) < placeholderBytes || edge <= 4 {
			return uri, nil
		}
	}
}
