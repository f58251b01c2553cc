// Files that are dropped anywhere on the page, with those of folders, or pasted.

/** @param {FileSystemEntry} entry @returns {entry is FileSystemFileEntry} */
const isFile = (entry) => entry.isFile;
/** @param {FileSystemEntry} entry @returns {entry is FileSystemDirectoryEntry} */
const isFolder = (entry) => entry.isDirectory;

// opened are the files of an entry, and of the folders in it.
/** @param {FileSystemEntry} entry @returns {Promise<File[]>} */
async function opened(entry) {
  if (isFile(entry)) return [await new Promise((yes, no) => { entry.file(yes, no); })];
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  /** @type {FileSystemEntry[]} */
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((yes, no) => { reader.readEntries(yes, no); });
    if (some.length === 0 || found.length > 200) break;
    found.push(...some);
  }
  found.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const files = [];
  for (const one of found.filter((each) => !each.name.startsWith("."))) files.push(...await opened(one));
  return files;
}

/** @param {DataTransfer} data @returns {Promise<File[]>} */
async function filesOf(data) {
  const files = [...data.files], entries = [...data.items].flatMap((one) => one.webkitGetAsEntry?.() ?? []);
  if (!entries.some(isFolder)) return files;
  const all = [];
  try { for (const entry of entries) all.push(...await opened(entry)); } catch { /* what can be read is taken */ }
  return all;
}

/** @param {HTMLElement} drop @param {(files: File[]) => void} add */
export function dropping(drop, add) {
  let depth = 0;
  const carries = (/** @type {DragEvent} */ event) => [...(event.dataTransfer?.types || [])].includes("Files");
  addEventListener("dragenter", (event) => { if (carries(event)) { depth++; drop.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) { depth = 0; drop.classList.remove("over"); } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer || !carries(event)) return;
    event.preventDefault();
    depth = 0;
    drop.classList.remove("over");
    filesOf(event.dataTransfer).then(add);
  });
  addEventListener("paste", (event) => { if (event.clipboardData?.files.length) add([...event.clipboardData.files]); });
}
