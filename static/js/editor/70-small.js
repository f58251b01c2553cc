// Small pictures: what each look would make of this photo, and the strip of
// photos; and the whole preview, for browsers without WebGL.
const { compile, paint, small, plain } = window.photogram.editor;

const ease = () => new Promise((resolve) => (window.requestIdleCallback || requestAnimationFrame)(resolve, { timeout: 200 }));

function graded({ canvas, ctx, plan, k }, grade, pixels) {
  paint(pixels.data, canvas.width, grade, { x: canvas.width / 2, y: canvas.height / 2, half: Math.sqrt(plan.crop.w ** 2 + plan.crop.h ** 2) / 2 * k });
  ctx.putImageData(pixels, 0, 0);
}

// thumbnail is the edited photo as a square.
function thumbnail(bitmap, recipe, looks, edge) {
  const one = small(bitmap, recipe, edge, { square: true });
  graded(one, compile(recipe, looks), one.ctx.getImageData(0, 0, one.canvas.width, one.canvas.height));
  return one.canvas;
}

// LookStrip paints the looks of the photo that is edited, when it is idle.
class LookStrip {
  constructor(looks) {
    this.looks = looks;
    this.turn = 0;
  }

  async draw(item, bitmap) {
    const recipe = item.recipe, key = JSON.stringify({ ...recipe, filter: "", strength: 0, sharpen: 0, structure: 0 }), turn = ++this.turn;
    if (item.stripKey === key) return;
    const base = small(bitmap, recipe, 160, { square: true });
    const from = base.ctx.getImageData(0, 0, base.canvas.width, base.canvas.height);
    for (const mark of item.root.querySelectorAll("[data-look-thumb]")) {
      await ease();
      if (turn !== this.turn) return;
      const name = mark.dataset.lookThumb;
      let canvas = mark.parentElement.querySelector("canvas");
      if (!canvas) {
        canvas = document.createElement("canvas");
        canvas.className = "look-thumb";
        mark.after(canvas);
        mark.setAttribute("hidden", "");
      }
      Object.assign(canvas, { width: from.width, height: from.height });
      graded({ ...base, canvas, ctx: canvas.getContext("2d") }, compile({ ...recipe, filter: name, strength: 100 }, this.looks), new ImageData(from.data.slice(), from.width, from.height));
    }
    item.stripKey = key;
  }
}

// Software draws what the engine draws, smaller, and without structure and sharpening.
class Software {
  constructor(canvas) {
    this.canvas = canvas;
    this.ctx = canvas.getContext("2d");
    this.software = true;
  }

  load(bitmap) {
    this.bitmap = bitmap;
    this.key = "";
  }

  render(plan, grade, recipe, whole) {
    if (this.key !== plan.key) {
      this.base = small(this.bitmap, recipe, 1000, { whole });
      this.from = this.base.ctx.getImageData(0, 0, this.base.canvas.width, this.base.canvas.height);
      this.key = plan.key;
    }
    const { width, height, data } = this.from, k = this.base.k, c = plan.crop;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const pixels = new ImageData(data.slice(), width, height);
    paint(pixels.data, width, grade, { x: (c.x + c.w / 2) * k, y: (c.y + c.h / 2) * k, half: Math.sqrt(c.w ** 2 + c.h ** 2) / 2 * k });
    this.ctx.putImageData(pixels, 0, 0);
  }
}

Object.assign(window.photogram.editor, { thumbnail, LookStrip, Software, nothing: compile(plain, {}) });
