// What another app shares is kept here until the page for new posts takes it, which
// may be after a login.

const shared = "/new?shared=1";

/** @param {Request} request */
export async function share(request) {
  await caches.delete("shared");
  try {
    const form = await request.formData(), cache = await caches.open("shared");
    const words = [...form.getAll("text"), ...form.getAll("url")].map(String).filter((text) => text.trim());
    await cache.put("/share/words", new Response(words.join("\n")));
    let place = 0;
    for (const file of form.getAll("file")) {
      if (typeof file === "string" || !file.size) continue;
      const headers = { "Content-Type": file.type, "Photogram-Name": encodeURIComponent(file.name) };
      await cache.put(`/share/${place++}`, new Response(file, { headers }));
    }
  } catch {
    await caches.delete("shared"); // the disk is full: the page says that nothing came
  }
  return Response.redirect(shared, 303);
}

export const unshare = () => caches.delete("shared");
