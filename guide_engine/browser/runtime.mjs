// Asks the runtime itself, under Node, at build time. Usage:
//   node runtime.mjs PYODIDE_DIR imports NAME...        prints the files of the standard library to keep, as JSON
//   node runtime.mjs PYODIDE_DIR compile IN.zip OUT.zip  compiles .py to .pyc with the runtime's own Python
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, mode, ...rest] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const lock = JSON.parse(await readFile(join(folder, "pyodide-lock.json"), "utf8"));
const python = await loadPyodide({ indexURL: folder, lockFileContents: { info: lock.info, packages: {} } });
// before inside.py is run, so that its own imports do not count as the runtime's
const inside = await readFile(new URL("inside.py", import.meta.url), "utf8");
python.FS.writeFile("/tmp/inside.py", inside);
const module = python.runPython('import sys; sys.path.insert(0, "/tmp"); import inside; inside');

if (mode === "imports") {
  const [major, minor] = lock.info.python.split(".");
  const files = module.imported(python.toPy(rest), `/lib/python${major}${minor}.zip`).toJs();
  console.log(JSON.stringify(files));
} else if (mode === "compile") {
  const archive = await readFile(rest[0]);
  await writeFile(rest[1], module.compiled(python.toPy(new Uint8Array(archive)).tobytes()).toJs());
} else {
  throw new Error(`unknown mode ${mode}`);
}
process.exit(0);
