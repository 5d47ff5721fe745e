// What a visitor gives to be read.

/** @typedef {{name: string, bytes: Uint8Array}} Mail */

/** As the command has it: a file of that name holds one message, any other may hold many. @param {string} name */
export function isOneMessage(name) {
  return /\.(eml|txt)$/i.test(name);
}

/** @param {string | null} attribute names with spaces or commas between */
export function listOf(attribute) {
  return (attribute ?? "").split(/[\s,、]+/).filter(Boolean);
}

/** @param {FileList} list @returns {Promise<Mail[]>} */
export function readFiles(list) {
  return Promise.all(
    [...list].map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}
